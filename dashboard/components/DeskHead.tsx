/** The first lines of a screen that is about no account: where one is, and the sentence that answers. */
import { createEffect, Show } from "solid-js"
import { Phrases } from "./Phrases.tsx"

export function DeskHead(props: {
  readonly screen: string
  readonly place: string
  /** `undefined` while it is not known. */
  readonly sentence: string | undefined
}) {
  createEffect(() => {
    document.title = props.screen
  })
  return (
    <div class="page-head">
      <p class="page-line">
        {props.screen} · {props.place}
      </p>
      <h1 class="sentence">
        <Show
          when={props.sentence}
          fallback={
            <>
              <span class="visually-hidden">{props.screen}</span>
              <span class="skeleton skeleton-sentence" aria-hidden="true" />
            </>
          }
        >
          {(text) => <Phrases text={text()} />}
        </Show>
      </h1>
    </div>
  )
}
