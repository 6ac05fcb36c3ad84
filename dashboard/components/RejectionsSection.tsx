/** What arrived and was not counted, with its reason, and what an administrator can do about it. */
import { createSignal, For, Show } from "solid-js"
import { createRead } from "../create-read.ts"
import { operationsWords } from "../messages/operations.ts"
import {
  operationsClient,
  type RejectionReason,
  type RejectionState,
} from "../operations-client.ts"
import { OperationsSection } from "./OperationsSection.tsx"
import { RejectionItem } from "./RejectionItem.tsx"
import { Choice } from "./ScopeBar.tsx"

const said = () => operationsWords().rejections
const states = ["open", "retried", "resolved"] as const
const reasons = ["conflict", "rejected", "unreadable"] as const

export function RejectionsSection(props: {
  readonly admin: boolean
  readonly onDecided: () => void
}) {
  const [state, setState] = createSignal<RejectionState | undefined>("open")
  const [reason, setReason] = createSignal<RejectionReason>()
  const [cursor, setCursor] = createSignal<string>()
  const [done, setDone] = createSignal("")
  const read = createRead(
    () => ({ state: state(), reason: reason(), cursor: cursor() }),
    operationsClient.rejections,
  )
  const decided = (words: string) => {
    setDone(words)
    read.again()
    props.onDecided()
  }
  return (
    <OperationsSection
      id="not-counted"
      title={said().title}
      what={said().what}
      read={read}
      head={
        <>
          <Choice
            label={said().state}
            value={state() ?? "all"}
            onChoose={(name) => {
              setCursor(undefined)
              setState(states.find((each) => each === name))
            }}
          >
            <For each={[...states, "all"] as const}>
              {(name) => (
                <option value={name} selected={name === (state() ?? "all")}>
                  {said().states[name]}
                </option>
              )}
            </For>
          </Choice>
          <Choice
            label={said().reason}
            value={reason() ?? "all"}
            onChoose={(name) => {
              setCursor(undefined)
              setReason(reasons.find((each) => each === name))
            }}
          >
            <For each={["all", ...reasons] as const}>
              {(name) => (
                <option value={name} selected={name === (reason() ?? "all")}>
                  {said().reasons[name]}
                </option>
              )}
            </For>
          </Choice>
        </>
      }
    >
      {(answer) => (
        <>
          <p class="operations-done" role="status">
            {done()}
          </p>
          <Show
            when={answer().rejections.length > 0}
            fallback={<p class="note">{state() === "open" ? said().noneOpen : said().none}</p>}
          >
            <ul class="rejections">
              {/* By id: an answer that comes while somebody types redraws no item that is still in it. */}
              <For each={answer().rejections.map(({ id }) => id)}>
                {(id) => (
                  <Show when={answer().rejections.find((one) => one.id === id)}>
                    {(rejection) => (
                      <RejectionItem
                        rejection={rejection()}
                        admin={props.admin}
                        onDecided={decided}
                      />
                    )}
                  </Show>
                )}
              </For>
            </ul>
            <Show when={!props.admin}>
              <p class="note">{said().onlyAdmin}</p>
            </Show>
          </Show>
          <div class="operations-tools">
            <Show when={cursor() !== undefined}>
              <button type="button" class="control" onClick={() => setCursor(undefined)}>
                {said().newest}
              </button>
            </Show>
            <Show when={answer().next}>
              {(next) => (
                <button type="button" class="control" onClick={() => setCursor(next())}>
                  {said().older}
                </button>
              )}
            </Show>
          </div>
        </>
      )}
    </OperationsSection>
  )
}
