/** The copies of the warehouse in its data folder, and a button that makes one. */
import { createSignal, For, Show } from "solid-js"
import { createAct } from "../create-act.ts"
import { createRead } from "../create-read.ts"
import { timestamp } from "../format-date.ts"
import { count } from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import { operationsClient } from "../operations-client.ts"
import { OperationsSection } from "./OperationsSection.tsx"

const said = () => operationsWords().backups

export function BackupsSection() {
  const read = createRead(() => "backups" as const, operationsClient.backups)
  const act = createAct()
  const [done, setDone] = createSignal(false)
  const make = () =>
    act.run(async () => {
      setDone(false)
      await operationsClient.makeBackup()
      setDone(true)
      read.again()
    })
  return (
    <OperationsSection
      title={said().title}
      what={said().what}
      read={read}
      head={
        <button type="button" class="control" disabled={act.busy()} onClick={() => void make()}>
          {act.busy() ? said().making : said().make}
        </button>
      }
    >
      {(answer) => (
        <>
          <p class="operations-done" role="status">
            {done() ? said().done : ""}
          </p>
          <Show when={act.failure()}>
            {(why) => (
              <p class="field-problem" role="alert">
                {why()}
              </p>
            )}
          </Show>
          <Show when={answer().backups.length > 0} fallback={<p class="note">{said().none}</p>}>
            <section class="table-region" tabindex="0" aria-label={said().caption}>
              <table class="operations-table">
                <caption class="visually-hidden">{said().caption}</caption>
                <thead>
                  <tr>
                    <th scope="col">{said().folder}</th>
                    <th scope="col">{said().made}</th>
                    <th scope="col">{said().files}</th>
                    <th scope="col">{said().bytes}</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={answer().backups}>
                    {(backup) => (
                      <tr data-backup={backup.name}>
                        <th scope="row">
                          <code>{backup.folder}</code>
                        </th>
                        <td>{timestamp(backup.made_at, "UTC")}</td>
                        <td>{count(backup.files)}</td>
                        <td>{count(backup.bytes)}</td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </section>
          </Show>
        </>
      )}
    </OperationsSection>
  )
}
