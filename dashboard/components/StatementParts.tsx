/** What a month of the statement is made of: its days, its categories or its operations. */
import { createSignal, For, Show } from "solid-js"
import { client } from "../client.ts"
import { createRead } from "../create-read.ts"
import { monthAndYear } from "../format-date.ts"
import { columnCredits } from "../format-number.ts"
import { historyWords } from "../messages/history.ts"
import { m } from "../messages.ts"
import { addedIn, type StatementRow } from "../statement.ts"
import type { SplitBy } from "../url-state.ts"
import { useView } from "../view.ts"
import { BreakdownTable } from "./BreakdownTable.tsx"
import { SectionProblem } from "./SectionProblem.tsx"
import { StatementDays } from "./StatementDays.tsx"

const parts = ["day", "category", "operation"] as const
type Part = (typeof parts)[number]

export function StatementParts(props: { readonly row: StatementRow; readonly digits: number }) {
  const [part, setPart] = createSignal<Part>("day")
  const said = () => historyWords().statement
  const print = (value: string) => columnCredits(value, props.digits)
  const split = () => {
    const chosen = part()
    return chosen === "day" ? undefined : chosen
  }
  return (
    <>
      <p class="statement-equation">
        {m().common.entries(props.row.count)} ·{" "}
        {said().equation(
          print(props.row.opening),
          print(addedIn(props.row)),
          print(props.row.spent),
        )}{" "}
        = <strong>{print(props.row.closing)}</strong>
      </p>
      <fieldset class="statement-parts">
        <legend class="visually-hidden">{said().divide(monthAndYear(props.row.first_day))}</legend>
        <For each={parts}>
          {(each) => (
            <button
              type="button"
              class="link-button"
              aria-pressed={part() === each}
              onClick={() => setPart(each)}
            >
              {said().parts[each]}
            </button>
          )}
        </For>
      </fieldset>
      <Show when={split()} fallback={<StatementDays row={props.row} digits={props.digits} />}>
        {(by) => <Split row={props.row} by={by()} />}
      </Show>
    </>
  )
}

function Split(props: { readonly row: StatementRow; readonly by: SplitBy }) {
  const view = useView()
  const read = createRead(() => {
    const scope = view.scope()
    const range = { first: props.row.first_day, last: props.row.last_day }
    return scope === undefined ? undefined : { ...scope, range, filters: [], by: props.by }
  }, client.breakdown)
  return (
    <div aria-busy={read.pending()}>
      <SectionProblem read={read} what={historyWords().breakdown.what} />
      <Show when={read.latest()}>
        {(known) => (
          <Show when={known().by.includes(props.by)}>
            <BreakdownTable
              breakdown={known()}
              by={props.by}
              label={historyWords().statement.divide(monthAndYear(props.row.first_day))}
            />
          </Show>
        )}
      </Show>
    </div>
  )
}
