/** A screen's first lines: where one is, and the sentence that answers its question. */
import { createEffect, For, type JSX, Show } from "solid-js"
import { shortDate } from "../format-date.ts"
import type { Phrase } from "../usage-sentence.ts"
import { useView } from "../view.ts"

export function PageHead(props: {
  readonly screen: string
  /** `undefined` while the figures are on their way. */
  readonly sentence: ReadonlyArray<Phrase> | undefined
}) {
  const view = useView()
  const name = () => view.account()?.name ?? view.accountId() ?? ""
  createEffect(() => {
    document.title = `${props.screen} · ${name()} · ${shortDate(view.today(), view.today())}`
  })
  return (
    <div class="page-head">
      <p class="page-line">
        {props.screen}
        <span class="wide-only"> · {name()}</span>
        <Show when={view.account()?.about}>{(about) => <span> · {about()}</span>}</Show>
      </p>
      <h1 class="sentence">
        <Show when={props.sentence} fallback={<Waiting>{`${props.screen} of ${name()}`}</Waiting>}>
          {(sentence) => (
            <For each={sentence()}>
              {(phrase) =>
                phrase.deciding ? <em class="deciding">{phrase.text}</em> : <>{phrase.text}</>
              }
            </For>
          )}
        </Show>
      </h1>
      <Show when={view.dropped().length > 0}>
        <p class="note" role="status">
          Not understood in the address, and left out: {view.dropped().join(", ")}.
        </p>
      </Show>
    </div>
  )
}

const Waiting = (props: { readonly children: JSX.Element }) => (
  <>
    <span class="visually-hidden">{props.children}</span>
    <span class="skeleton skeleton-sentence" aria-hidden="true" />
  </>
)
