/** Every rollup against a recount of the ledger: the last run, what differs, and a new run. */
import { createEffect, For, onCleanup, Show } from "solid-js"
import { createAct } from "../create-act.ts"
import type { Read } from "../create-read.ts"
import { timestamp } from "../format-date.ts"
import { count, exactCredits } from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
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
    <section class="table-region" tabindex="0" aria-label={said().caption}>
      <table class="operations-table">
        <caption class="visually-hidden">{said().caption}</caption>
        <thead>
          <tr>
            <th scope="col">{said().rollup}</th>
            <th scope="col">{said().groups}</th>
            <th scope="col">{said().differing}</th>
            <th scope="col">{said().drift}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.rollups}>
            {(rollup) => (
              <tr data-rollup={rollup.rollup}>
                <th scope="row">{rollup.rollup}</th>
                <td>{count(rollup.groups)}</td>
                <td>{count(rollup.differing.length + rollup.more)}</td>
                <td>{exactCredits(rollup.drift)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
    <For each={props.rollups.filter(({ differing }) => differing.length > 0)}>
      {(rollup) => <DifferingKeys rollup={rollup} />}
    </For>
  </>
)

const written = (figures: Readonly<Record<string, string>>) =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ")

const DifferingKeys = (props: { readonly rollup: Rollup }) => (
  <section class="table-region" tabindex="0" aria-label={said().keys(props.rollup.rollup)}>
    <table class="operations-table differs-table">
      <caption>{said().keys(props.rollup.rollup)}</caption>
      <thead>
        <tr>
          <th scope="col">{said().key}</th>
          <th scope="col" class="start">
            {said().stored}
          </th>
          <th scope="col" class="start">
            {said().counted}
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.rollup.differing}>
          {({ key, stored, counted }) => (
            <tr>
              <th scope="row">{written(key)}</th>
              <td class="start">{written(stored)}</td>
              <td class="start">{written(counted)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
    <Show when={props.rollup.more > 0}>
      <p class="note">{said().more(props.rollup.more)}</p>
    </Show>
  </section>
)
