/** What administrators did, newest first. */
import { For, Show } from "solid-js"
import type { ApiKey, Audit } from "#api/contract.ts"
import type { Read } from "../create-read.ts"
import { timestamp } from "../format-date.ts"
import { actorName, detailsText } from "../key-words.ts"
import { keysWords } from "../messages/keys.ts"
import { Older } from "./Older.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

const said = () => keysWords().audit

export function AuditSection(props: {
  readonly read: Read<Audit>
  /** To name those who acted by one. */
  readonly keys: ReadonlyArray<ApiKey>
  readonly cursor: string | undefined
  readonly onMove: (cursor: string | undefined) => void
}) {
  return (
    <section class="section" aria-labelledby="audit-title" aria-busy={props.read.pending()}>
      <div class="section-head">
        <h2 id="audit-title">{said().title}</h2>
        <p class="section-note">{said().note}</p>
      </div>
      <SectionProblem read={props.read} what={said().what} />
      <Show
        when={props.read.latest()}
        fallback={<div class="skeleton desk-wait" aria-hidden="true" />}
      >
        {(answer) => (
          <Show
            when={answer().entries.length > 0}
            fallback={<p class="note desk-none">{said().none}</p>}
          >
            <section class="table-region" tabindex="0" aria-label={said().caption}>
              <table class="desk-table audit-table">
                <caption class="visually-hidden">{said().caption}</caption>
                <thead>
                  <tr>
                    <For
                      each={[said().when, said().who, said().act, said().target, said().details]}
                    >
                      {(head) => <th scope="col">{head}</th>}
                    </For>
                  </tr>
                </thead>
                <tbody>
                  <For each={answer().entries}>
                    {(entry) => (
                      <tr>
                        <td class="nowrap">{timestamp(entry.at, "UTC")}</td>
                        <td>{actorName(entry.actor, props.keys)}</td>
                        <th scope="row" class="nowrap">
                          {said().acts[entry.act] ?? entry.act}
                        </th>
                        <td>{entry.target}</td>
                        <td class="note">{detailsText(entry.details)}</td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </section>
            <Older
              words={said()}
              cursor={props.cursor}
              next={answer().next}
              onMove={props.onMove}
            />
          </Show>
        )}
      </Show>
    </section>
  )
}
