/** What an instance without any event shows in place of figures: how to send one. Then the page comes by itself. */
import { fromAbsolute } from "@internationalized/date"
import { createSignal, For, type JSX, Match, onCleanup, Show, Switch } from "solid-js"
import { createAct } from "../create-act.ts"
import { createRead } from "../create-read.ts"
import { programFor, type Way, ways } from "../first-event.ts"
import { firstEventClient } from "../first-event-client.ts"
import { firstEventWords } from "../messages/first-event.ts"
import { m } from "../messages.ts"
import { serverNow } from "../server-clock.ts"
import { useView } from "../view.ts"
import { CopyButton } from "./CopyButton.tsx"
import { Marked, Phrases } from "./Phrases.tsx"
import "../styles/first-event.css"

/** These are called so in every language. */
const names: Readonly<Record<Way, string>> = {
  curl: "curl",
  kafkajs: "Kafka",
  client: "TypeScript",
}

/** Somebody waits for it and looks on. */
const LOOK_EVERY_MS = 2_000

export function FirstEvent() {
  const view = useView()
  const [key, setKey] = createSignal<string>()
  const timer = setInterval(() => {
    if (document.visibilityState === "visible" && !view.firstAccount.pending())
      view.firstAccount.again()
  }, LOOK_EVERY_MS)
  onCleanup(() => clearInterval(timer))
  document.title = `${m().shell.names.usage} · Tidemark`
  return (
    <div class="column">
      <div class="page-head">
        <p class="page-line">{m().shell.names.usage}</p>
        <h1 class="sentence">
          <Phrases text={firstEventWords().sentence} />
        </h1>
      </div>
      <ol class="first-steps">
        <Step title={firstEventWords().key}>
          <Key key={key()} onMade={setKey} />
        </Step>
        <Step title={firstEventWords().send}>
          <Program key={key()} />
        </Step>
        <Step title={firstEventWords().arrive}>
          <p class="first-wait" role="status">
            <span class="dot" aria-hidden="true" />
            {view.firstAccount.problem() === undefined
              ? firstEventWords().waiting
              : firstEventWords().lost}
          </p>
        </Step>
      </ol>
    </div>
  )
}

const Step = (props: { readonly title: string; readonly children: JSX.Element }) => (
  <li class="first-step">
    <h2>{props.title}</h2>
    <div class="first-step-body">{props.children}</div>
  </li>
)

function Key(props: { readonly key: string | undefined; readonly onMade: (key: string) => void }) {
  const view = useView()
  const act = createAct()
  const make = () =>
    act.run(async () => props.onMade(await firstEventClient.makeKey(firstEventWords().keyName)))
  return (
    <Switch>
      <Match when={props.key}>
        {(key) => (
          <>
            <p class="first-key">
              <code>{key()}</code>
              <CopyButton text={key} label={firstEventWords().copyKey} class="sheet-button" />
            </p>
            <p class="note" role="status">
              {firstEventWords().made}
            </p>
          </>
        )}
      </Match>
      <Match when={view.session.latest()?.admin}>
        <p class="note">{firstEventWords().keyText}</p>
        <button type="button" class="control primary" disabled={act.busy()} onClick={make}>
          {firstEventWords().makeKey}
        </button>
        <Show when={act.failure()}>
          <p class="field-problem" role="alert">
            {act.failure()}
          </p>
        </Show>
      </Match>
      <Match when={view.session.latest()}>
        <p class="note">
          <Marked text={firstEventWords().noKey} />
        </p>
      </Match>
    </Switch>
  )
}

function Program(props: { readonly key: string | undefined }) {
  const [way, setWay] = createSignal<Way>("curl")
  const kafka = createRead(() => "kafka" as const, firstEventClient.readsKafka)
  const occurredAt = fromAbsolute(serverNow(), "UTC").toAbsoluteString()
  const program = () => programFor(way(), { origin: location.origin, key: props.key, occurredAt })
  const note = () => {
    const { notes } = firstEventWords()
    return way() === "kafkajs" && kafka.latest() === false ? notes.noKafka : notes[way()]
  }
  return (
    <>
      <div class="first-ways">
        <fieldset class="first-choice">
          <legend class="visually-hidden">{firstEventWords().way}</legend>
          <For each={ways}>
            {(each) => (
              <label class="control">
                <input
                  type="radio"
                  name="way"
                  class="visually-hidden"
                  checked={way() === each}
                  onChange={() => setWay(each)}
                />
                {names[each]}
              </label>
            )}
          </For>
        </fieldset>
        <CopyButton text={program}>{firstEventWords().copy}</CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which keys have to do too. */}
      <pre class="first-program" tabIndex={0}>
        {program()}
      </pre>
      <p class="note">
        <Marked text={note()} />
      </p>
    </>
  )
}
