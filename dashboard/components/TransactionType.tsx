/** A transaction's type as glyph and word; the colour comes third. */

import type { JSX } from "solid-js"
import type { Transaction } from "#api/contract.ts"
import { m } from "../messages.ts"

const glyphs: Record<Transaction["type"], () => JSX.Element> = {
  spend: () => <path d="M1.5 3.2h9L6 9.2z" fill="currentColor" />,
  purchase: () => <path d="M1.5 8.8h9L6 2.8z" fill="currentColor" />,
  refund: () => (
    <path
      d="M2.3 4.3A4 4 0 1 1 2 6.6M2 1.8v2.7h2.7"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
    />
  ),
  bonus: () => (
    <path d="M6 .8l1.3 3.9 3.9 1.3-3.9 1.3L6 11.2 4.7 7.3.800 6l3.9-1.3z" fill="currentColor" />
  ),
}

export function TransactionType(props: { readonly type: Transaction["type"] }) {
  return (
    <span class={`type type-${props.type}`}>
      <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
        {glyphs[props.type]()}
      </svg>
      {m().common.types[props.type]}
    </span>
  )
}
