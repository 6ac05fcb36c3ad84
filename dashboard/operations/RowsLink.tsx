/** A figure that leads to what it is made of. */
import { watchWords } from "../messages/watch.ts"
import { createRowsLink, type RowsAsked } from "./day-link.ts"

export function RowsLink(props: {
  /** As it is shown. */
  readonly figure: string
  readonly tz: string
  readonly rows: RowsAsked
}) {
  const hrefOf = createRowsLink(() => props.tz)
  return (
    <a class="figure-link" href={hrefOf(props.rows)} aria-label={watchWords().madeOf(props.figure)}>
      {props.figure}
    </a>
  )
}
