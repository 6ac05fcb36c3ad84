/** A link to a place on the same page. The router scrolls there and leaves the focus behind: this takes it along. */
import type { JSX } from "solid-js"

export const PlaceLink = (props: {
  /** The element's id. */
  readonly place: string
  readonly class?: string
  readonly children: JSX.Element
}) => (
  <a
    href={`#${props.place}`}
    class={props.class}
    onClick={() => document.getElementById(props.place)?.focus()}
  >
    {props.children}
  </a>
)
