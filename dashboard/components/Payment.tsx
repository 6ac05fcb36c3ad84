/** A payment reference: a link where it safely is one, otherwise text that can be copied. */
import { Show } from "solid-js"
import { m } from "../messages.ts"
import { CopyButton } from "./CopyButton.tsx"
import { External } from "./icons.tsx"

const NAME_MAX = 14

/** Only https leads anywhere: other schemes could run code or leak where one is. */
export const linkOf = (reference: string): URL | undefined => {
  if (!URL.canParse(reference)) return undefined
  const url = new URL(reference)
  return url.protocol === "https:" ? url : undefined
}

/** The last part of the path says more than the host. */
const nameOf = (url: URL) => {
  const last = url.pathname.split("/").filter(Boolean).at(-1) ?? url.host
  return last.length > NAME_MAX ? `…${last.slice(-NAME_MAX)}` : last
}

export function Payment(props: { readonly reference: string }) {
  return (
    <Show when={linkOf(props.reference)} fallback={<CopyText text={props.reference} />}>
      {(url) => (
        <a class="payment" href={url().href} target="_blank" rel="noopener noreferrer">
          {nameOf(url())}
          <External /> <span class="visually-hidden">{m().common.newTab}</span>
        </a>
      )}
    </Show>
  )
}

function CopyText(props: { readonly text: string }) {
  return (
    <span class="payment-text">
      <span class="ellipsis" title={props.text}>
        {props.text}
      </span>
      <CopyButton class="copy" text={() => props.text} label={m().common.copyOf(props.text)} />
    </span>
  )
}
