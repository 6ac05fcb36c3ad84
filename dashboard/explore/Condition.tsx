/** A word of the question that can be another one. */
import type { JSX } from "solid-js"
import { ChevronDown } from "../components/icons.tsx"
import { Popup } from "../components/Popup.tsx"

export function Condition(props: {
  /** What the word is about. */
  readonly name: string
  readonly word: string
  /** Other than by default. */
  readonly set: boolean
  readonly shortcut?: string
  readonly children: (close: () => void) => JSX.Element
}) {
  return (
    <Popup
      name={props.name}
      buttonClass={props.set ? "condition condition-set" : "condition"}
      shortcut={props.shortcut}
      button={
        <>
          <span class="visually-hidden">{props.name}: </span>
          {props.word} <ChevronDown />
        </>
      }
    >
      {props.children}
    </Popup>
  )
}
