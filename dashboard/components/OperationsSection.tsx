/** A part of the Operations screen: heading, note, what failed, and what there is. */
import { createUniqueId, type JSX, Show } from "solid-js"
import type { Read } from "../create-read.ts"
import { SectionProblem } from "./SectionProblem.tsx"

export function OperationsSection<A>(props: {
  /** Where links on the page lead to. */
  readonly id?: string
  readonly title: string
  /** Starts the sentence that says what could not be loaded. */
  readonly what: string
  readonly read: Read<A>
  readonly note?: JSX.Element
  readonly head?: JSX.Element
  readonly children: (answer: () => A) => JSX.Element
}) {
  const id = createUniqueId()
  return (
    <section
      class="section operations-section"
      id={props.id}
      tabindex={props.id === undefined ? undefined : -1}
      aria-labelledby={id}
      aria-busy={props.read.pending()}
    >
      <div class="section-head">
        <h2 id={id}>{props.title}</h2>
        <Show when={props.note}>
          <p class="section-note">{props.note}</p>
        </Show>
        <Show when={props.head}>
          <div class="operations-tools push">{props.head}</div>
        </Show>
      </div>
      <SectionProblem read={props.read} what={props.what} />
      <Show
        when={props.read.latest()}
        fallback={<div class="skeleton operations-wait" aria-hidden="true" />}
      >
        {(answer) => props.children(answer as () => A)}
      </Show>
    </section>
  )
}
