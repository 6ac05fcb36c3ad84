/** The copies of the warehouse in its data folder, and a button that makes one. */
import { createSignal, Show } from "solid-js"
import { createAct } from "../create-act.ts"
import { createRead } from "../create-read.ts"
import { timestamp } from "../format-date.ts"
import { count } from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import { type FactColumn, FactTable } from "../operations/FactTable.tsx"
import { type Backups, operationsClient } from "../operations-client.ts"
import { OperationsSection } from "./OperationsSection.tsx"

type Backup = Backups["backups"][number]
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
      id="backups"
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
            <FactTable
              caption={said().caption}
              columns={columns()}
              rows={answer().backups}
              keyOf={({ name }) => name}
            />
          </Show>
        </>
      )}
    </OperationsSection>
  )
}

const columns = (): ReadonlyArray<FactColumn<Backup>> => [
  { title: said().folder, cell: ({ folder }) => <code>{folder}</code> },
  { title: said().made, cell: (backup) => timestamp(backup.made_at, "UTC") },
  { title: said().files, cell: ({ files }) => count(files) },
  { title: said().bytes, cell: ({ bytes }) => count(bytes) },
]
