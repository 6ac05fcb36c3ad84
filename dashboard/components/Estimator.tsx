/** "What will 1,000 combinations cost me?": from the account's own entries, and whether that is covered. */
import { createEffect, createSignal, For, on, onCleanup, Show } from "solid-js"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { client, type Planned } from "../client.ts"
import { createRead } from "../create-read.ts"
import { estimateSentence } from "../forecast-words.ts"
import { readNumber } from "../format-number.ts"
import { aheadWords } from "../messages/ahead.ts"
import { Phrases } from "./Phrases.tsx"
import { Choice } from "./ScopeBar.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

const PAUSE_MS = 250
const QUANTITY_MAX = 1_000_000_000_000_000_000n
const said = () => aheadWords().estimate

const quantityOf = (text: string): string | undefined => {
  const decimal = readNumber(text)
  const value = parseDecimal(decimal) ?? 0n
  return value > 0n && value <= QUANTITY_MAX ? decimal : undefined
}

export function Estimator(props: { readonly account: string | undefined }) {
  const operations = createRead(() => props.account, client.operations)
  const [operation, setOperation] = createSignal<string>()
  const [text, setText] = createSignal("100")
  const [planned, setPlanned] = createSignal<Planned>()
  const chosen = () => operation() ?? operations.latest()?.[0]
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  createEffect(
    on([chosen, text], ([name, typed]) => {
      clearTimeout(timer)
      const quantity = quantityOf(typed)
      timer = setTimeout(
        () =>
          setPlanned(
            name === undefined || quantity === undefined
              ? undefined
              : { operation: name, quantity },
          ),
        PAUSE_MS,
      )
    }),
  )
  return (
    <div class="ahead-estimate">
      <h3>{said().title}</h3>
      <SectionProblem read={operations} what={said().what} />
      <Show when={operations.latest()}>
        {(names) => (
          <Show when={names().length > 0} fallback={<p class="note">{said().nothing}</p>}>
            <div class="estimate-question">
              <input
                type="text"
                inputmode="decimal"
                class="control field"
                maxlength={24}
                aria-label={said().quantity}
                aria-invalid={quantityOf(text()) === undefined}
                aria-describedby="estimate-answer"
                value={text()}
                onInput={(event) => setText(event.currentTarget.value)}
              />
              <span aria-hidden="true">×</span>
              <Choice label={said().operation} value={chosen() ?? ""} onChoose={setOperation}>
                <For each={names()}>
                  {(name) => (
                    <option value={name} selected={name === chosen()}>
                      {name}
                    </option>
                  )}
                </For>
              </Choice>
            </div>
            <div id="estimate-answer" role="status">
              <Show when={quantityOf(text())} fallback={<p class="field-problem">{said().bad}</p>}>
                <Answer account={props.account} planned={planned()} />
              </Show>
            </div>
          </Show>
        )}
      </Show>
    </div>
  )
}

function Answer(props: {
  readonly account: string | undefined
  readonly planned: Planned | undefined
}) {
  const read = createRead(() => {
    const { account, planned } = props
    return account === undefined || planned === undefined
      ? undefined
      : { account, tz: undefined, planned }
  }, client.forecast)
  return (
    <>
      <SectionProblem read={read} what={said().what} />
      <Show when={read.latest()} fallback={<p class="note">…</p>}>
        {(forecast) => (
          <Show when={forecast().estimate} fallback={<p>{said().unknown}</p>}>
            {(estimate) => (
              <p>
                <Phrases text={estimateSentence(estimate())} />{" "}
                <span classList={{ late: estimate().covered !== "yes" }}>
                  {said().covered[estimate().covered]}
                </span>
              </p>
            )}
          </Show>
        )}
      </Show>
    </>
  )
}
