/** One thing that was not counted: why, what arrived, and the buttons that decide about it. */
import { For, Show } from "solid-js"
import type { Rejection } from "#api/rejection-contract.ts"
import { timestamp } from "../format-date.ts"
import { count } from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import { useView } from "../view.ts"
import { RejectionDecision } from "./RejectionDecision.tsx"

const said = () => operationsWords().rejections

export function RejectionItem(props: {
  readonly rejection: Rejection
  readonly admin: boolean
  readonly onDecided: (words: string) => void
}) {
  const view = useView()
  const place = () => {
    const known = props.rejection.place
    return known === null ? said().http : said().place(known.topic, known.partition, known.offset)
  }
  const story = () => {
    const { account, event_id } = props.rejection
    return account === null || event_id === null
      ? undefined
      : view.href("/usage", { account, event: event_id, filters: [] })
  }
  return (
    <li class="rejection" data-rejection={props.rejection.id}>
      <p class="rejection-head">
        <strong>{said().reasons[props.rejection.reason]}</strong>
        <span>{props.rejection.account ?? said().unknown}</span>
        <Show when={props.rejection.event_id}>{(id) => <code>{id()}</code>}</Show>
        <span class="note">
          <time datetime={props.rejection.received_at}>
            {timestamp(props.rejection.received_at, "UTC")}
          </time>{" "}
          · {place()}
        </span>
      </p>
      <Show when={props.rejection.errors.length > 0}>
        <ul class="rejection-errors">
          <For each={props.rejection.errors}>
            {({ pointer, message }) => (
              <li>
                <Show when={pointer}>
                  <code>{pointer}</code>{" "}
                </Show>
                {message}
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.rejection.differs.length > 0}>
        <Differences rejection={props.rejection} />
      </Show>
      <Raw rejection={props.rejection} />
      <Show when={props.rejection.resolution}>
        {(resolution) => (
          <p class="note">
            {said().resolution[resolution().action](timestamp(resolution().at, "UTC"))}
            <Show when={resolution().note}>{(note) => <> · {note()}</>}</Show>
          </p>
        )}
      </Show>
      <div class="operations-tools">
        <Show when={props.admin && props.rejection.state !== "resolved"}>
          <RejectionDecision rejection={props.rejection} onDecided={props.onDecided} />
        </Show>
        <Show when={story()}>{(href) => <a href={href()}>{said().story}</a>}</Show>
      </div>
    </li>
  )
}

const Differences = (props: { readonly rejection: Rejection }) => (
  <table class="operations-table differs-table">
    <caption>{said().differs}</caption>
    <thead>
      <tr>
        <th scope="col">{said().field}</th>
        <th scope="col" class="start">
          {said().stored}
        </th>
        <th scope="col" class="start">
          {said().sent}
        </th>
      </tr>
    </thead>
    <tbody>
      <For each={props.rejection.differs}>
        {({ field, stored, sent }) => (
          <tr>
            <th scope="row">{field}</th>
            <td class="start">{stored ?? said().nothing}</td>
            <td class="start">{sent ?? said().nothing}</td>
          </tr>
        )}
      </For>
    </tbody>
  </table>
)

const Raw = (props: { readonly rejection: Rejection }) => (
  <details class="raw">
    <summary>{said().raw(count(props.rejection.raw.kept))}</summary>
    <Show when={props.rejection.raw.encoding === "base64"}>
      <p class="note">{said().base64}</p>
    </Show>
    <pre tabindex="0">{props.rejection.raw.data}</pre>
    <Show when={!props.rejection.raw.whole}>
      <p class="note">{said().cut}</p>
    </Show>
  </details>
)
