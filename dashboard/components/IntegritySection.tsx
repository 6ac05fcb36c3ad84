/** Every rollup against a recount of the ledger: the last run, what differs, and a new run. */
import { createEffect, For, onCleanup, Show } from "solid-js"
import { createAct } from "../create-act.ts"
import type { Read } from "../create-read.ts"
import { timestamp } from "../format-date.ts"
import { count, exactCredits } from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import { type FactColumn, FactTable } from "../operations/FactTable.tsx"
import type { Integrity } from "../operations-client.ts"
import { operationsClient } from "../operations-client.ts"
import { OperationsSection } from "./OperationsSection.tsx"

type LastRun = NonNullable<Integrity["last"]>
type Rollup = LastRun["rollups"][number]

/** How often to look while a run is under way. */
const RUN_PULSE_MS = 1000
const said = () => operationsWords().integrity
const at = (instant: string) => timestamp(instant, "UTC")

export function IntegritySection(props: {
  readonly read: Read<Integrity>
  readonly admin: boolean
}) {
  const act = createAct()
  const running = () => props.read.latest()?.running ?? null
  createEffect(() => {
    if (running() === null) return
    const timer = setTimeout(props.read.again, RUN_PULSE_MS)
    onCleanup(() => clearTimeout(timer))
  })
  const start = () =>
    act.run(async () => {
      await operationsClient.checkIntegrity()
      props.read.again()
    })
  return (
    <OperationsSection
      id="integrity"
      title={said().title}
      what={said().what}
      read={props.read}
      head={
        <Show when={props.admin}>
          <button
            type="button"
            class="control"
            disabled={act.busy() || running() !== null}
            onClick={() => void start()}
          >
            {said().start}
          </button>
        </Show>
      }
    >
      {(answer) => (
        <>
          <Show when={act.failure()}>
            {(why) => (
              <p class="field-problem" role="alert">
                {why()}
              </p>
            )}
          </Show>
          <p class="operations-text" role="status">
            <Show when={answer().running}>{(run) => <>{said().running(run().slices)} </>}</Show>
            <Show when={answer().last} fallback={said().none}>
              {(last) => said().last(at(last().finished_at), count(last().groups))}
            </Show>
            <Show when={answer().next_at}>{(next) => <> {said().next(at(next()))}</>}</Show>
          </p>
          <Show when={answer().failure}>
            {(failure) => <p class="late">{said().failed(at(failure().at), failure().reason)}</p>}
          </Show>
          <Show when={answer().last}>{(last) => <RollupTable rollups={last().rollups} />}</Show>
        </>
      )}
    </OperationsSection>
  )
}

const RollupTable = (props: { readonly rollups: ReadonlyArray<Rollup> }) => (
  <>
    <FactTable
      caption={said().caption}
      columns={rollupColumns()}
      rows={props.rollups}
      keyOf={({ rollup }) => rollup}
    />
    <For each={props.rollups.filter(({ differing }) => differing.length > 0)}>
      {(rollup) => (
        <>
          <FactTable
            caption={said().keys(rollup.rollup)}
            shownCaption
            columns={differingColumns()}
            rows={rollup.differing}
            class="differs-table"
          />
          <Show when={rollup.more > 0}>
            <p class="note">{said().more(rollup.more)}</p>
          </Show>
        </>
      )}
    </For>
  </>
)

const rollupColumns = (): ReadonlyArray<FactColumn<Rollup>> => [
  { title: said().rollup, cell: ({ rollup }) => rollup },
  { title: said().groups, cell: ({ groups }) => count(groups) },
  { title: said().differing, cell: ({ differing, more }) => count(differing.length + more) },
  { title: said().drift, cell: ({ drift }) => exactCredits(drift) },
]

const written = (figures: Readonly<Record<string, string>>) =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ")

const differingColumns = (): ReadonlyArray<FactColumn<Rollup["differing"][number]>> => [
  { title: said().key, cell: ({ key }) => written(key) },
  { title: said().stored, start: true, cell: ({ stored }) => written(stored) },
  { title: said().counted, start: true, cell: ({ counted }) => written(counted) },
]
