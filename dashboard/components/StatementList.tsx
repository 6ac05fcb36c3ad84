/** The statement on a small screen: the same months as a list, each with its equation below its name. */
import { createMemo, createSignal, For, type JSX, Show } from "solid-js"
import type { Statement } from "#api/contract.ts"
import { monthAndYear } from "../format-date.ts"
import { columnCredits } from "../format-number.ts"
import { historyWords } from "../messages/history.ts"
import { addedIn, addsUp, foldYears, type StatementRow, type Sums } from "../statement.ts"
import { ChevronDown, Tick } from "./icons.tsx"
import { StatementParts } from "./StatementParts.tsx"

const said = () => historyWords().statement

export function StatementList(props: { readonly statement: Statement; readonly digits: number }) {
  const folded = createMemo(() => foldYears(props.statement))
  return (
    <ul class="statement-list" aria-label={said().table}>
      <For each={folded().months}>{(row) => <Month row={row} digits={props.digits} />}</For>
      <For each={folded().years}>
        {(year) => (
          <Item name={said().year(year.year, year.months.length)} row={year} digits={props.digits}>
            <ul class="statement-months">
              <For each={year.months}>{(row) => <Month row={row} digits={props.digits} />}</For>
            </ul>
          </Item>
        )}
      </For>
      <li class="statement-lifetime">
        <div class="statement-item">
          <span>{said().lifetime}</span>
          <Outcome row={props.statement.total} digits={props.digits} />
        </div>
      </li>
    </ul>
  )
}

function Month(props: { readonly row: StatementRow; readonly digits: number }) {
  return (
    <Item
      name={monthAndYear(props.row.first_day)}
      row={props.row}
      digits={props.digits}
      open={!props.row.complete}
    >
      <StatementParts row={props.row} digits={props.digits} />
    </Item>
  )
}

function Item(props: {
  readonly name: string
  readonly row: Sums
  readonly digits: number
  /** Not over yet. */
  readonly open?: boolean
  readonly children: JSX.Element
}) {
  const [unfolded, setUnfolded] = createSignal(false)
  return (
    <li classList={{ unfolded: unfolded() }}>
      <button
        type="button"
        class="fold statement-item"
        aria-expanded={unfolded()}
        onClick={() => setUnfolded(!unfolded())}
      >
        <span>
          <ChevronDown /> {props.name}
          <Show when={props.open}>
            <span class="note"> {said().soFar}</span>
          </Show>
        </span>
        <Outcome row={props.row} digits={props.digits} />
      </button>
      <Show when={unfolded()}>
        <div class="statement-inside">{props.children}</div>
      </Show>
    </li>
  )
}

function Outcome(props: { readonly row: Sums; readonly digits: number }) {
  const print = (value: string) => columnCredits(value, props.digits)
  return (
    <>
      <span class="statement-closing">
        <strong>{print(props.row.closing)}</strong>{" "}
        <Show when={addsUp(props.row)} fallback={<span class="late">{said().differs}</span>}>
          <span class="check">
            <Tick />
            <span class="visually-hidden">{said().adds}</span>
          </span>
        </Show>
      </span>
      <span class="statement-sum note">
        {said().equation(
          print(props.row.opening),
          print(addedIn(props.row)),
          print(props.row.spent),
        )}
      </span>
    </>
  )
}
