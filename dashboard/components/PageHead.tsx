/** A screen's first lines: where one is, and the sentence that answers its question. */
import { createEffect, createSignal, For, type JSX, Show } from "solid-js"
import { shortDate } from "../format-date.ts"
import { m, type Phrase } from "../messages.ts"
import { useView } from "../view.ts"

export function PageHead(props: {
  readonly screen: string
  /** `undefined` while the figures are on their way. */
  readonly sentence: ReadonlyArray<Phrase> | undefined
  /** Who it is about, where that is not the account alone. */
  readonly name?: string | undefined
  /** What can be done with the whole screen, at the end of its first line. */
  readonly actions?: JSX.Element
}) {
  const view = useView()
  const name = () => props.name ?? view.account()?.name ?? view.accountId() ?? ""
  const about = () => (props.name === undefined ? view.account()?.about : undefined)
  const [told, setTold] = createSignal(false)
  createEffect(() => {
    document.title = `${props.screen} · ${name()} · ${shortDate(view.today(), view.today())}`
  })
  return (
    <div class="page-head">
      {props.actions}
      <p class="page-line">
        {props.screen}
        <span class="wide-only"> · {name()}</span>
        <Show when={about()}>
          {(text) => (
            <>
              {" · "}
              <button
                type="button"
                class="about-button"
                aria-expanded={told()}
                onClick={() => setTold(!told())}
              >
                {shortAbout(text())}
              </button>
            </>
          )}
        </Show>
      </p>
      <Show when={told() && about()}>{(text) => <p class="definition about">{text()}</p>}</Show>
      <h1 class="sentence">
        <Show
          when={props.sentence}
          fallback={<Waiting>{m().shell.screenOf(props.screen, name())}</Waiting>}
        >
          {(sentence) => (
            <For each={sentence()}>
              {(phrase) =>
                phrase.deciding ? <em class="deciding">{phrase.text}</em> : phrase.text
              }
            </For>
          )}
        </Show>
      </h1>
      <Show when={view.dropped().length > 0}>
        <p class="note" role="status">
          {m().shell.dropped(view.dropped().join(", "))}
        </p>
      </Show>
    </div>
  )
}

const SHORT_MAX = 32

/** What stands before the first colon sums the text up: "Real usage". */
const shortAbout = (about: string) => {
  const start = about.split(":")[0] ?? ""
  return start.length < about.length && start.length <= SHORT_MAX ? start : m().shell.about
}

const Waiting = (props: { readonly children: JSX.Element }) => (
  <>
    <span class="visually-hidden">{props.children}</span>
    <span class="skeleton skeleton-sentence" aria-hidden="true" />
  </>
)
