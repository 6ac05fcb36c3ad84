/** What one day's excess is made of, by account, operation, category and actor, largest first. */
import { For, Show } from "solid-js"
import type { Day } from "../days.ts"
import { shortDate } from "../format-date.ts"
import {
  columnCredits,
  columnDigits,
  count,
  credits,
  percent,
  signedColumnCredits,
} from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import { createDayLink, createRowsLink } from "../operations/day-link.ts"
import { RowsLink } from "../operations/RowsLink.tsx"
import type { HighUsageDay } from "../operations-client.ts"

const dimensions = ["account", "operation", "category", "actor"] as const
type Dimension = (typeof dimensions)[number]
type Causes = NonNullable<NonNullable<HighUsageDay["causes"]>[Dimension]>

const said = () => operationsWords().unusual

export function DayCauses(props: {
  readonly day: HighUsageDay
  /** The day in words. */
  readonly label: string
  readonly today: Day
  readonly tz: string
}) {
  const known = () =>
    dimensions.flatMap((by) => {
      const causes = props.day.causes?.[by]
      return causes === undefined || causes.values.length === 0 ? [] : [{ by, causes }]
    })
  return (
    <Show when={props.day.causes !== null} fallback={<p class="note">{said().noCauses}</p>}>
      <section class="cause-tables" aria-label={said().causes(props.label)}>
        <For each={known()}>
          {({ by, causes }) => (
            <CauseTable by={by} causes={causes} day={props.day.day} tz={props.tz} />
          )}
        </For>
      </section>
      <Show when={props.day.history.length > 0}>
        <p class="note measured-by">
          {said().measuredBy}{" "}
          <For each={props.day.history}>
            {({ day, used }, i) => (
              <>
                {i() === 0 ? "" : " · "}
                {shortDate(day, props.today)}{" "}
                <RowsLink
                  figure={credits(used)}
                  tz={props.tz}
                  rows={{ days: { first: day, last: day } }}
                />
              </>
            )}
          </For>
        </p>
      </Show>
    </Show>
  )
}

function CauseTable(props: {
  readonly by: Dimension
  readonly causes: Causes
  readonly day: string
  readonly tz: string
}) {
  const all = () => [...props.causes.values, ...(props.causes.others ? [props.causes.others] : [])]
  const digits = () => columnDigits(all().flatMap(({ used, excess }) => [used, excess]))
  const hrefOfAccount = createDayLink(() => props.tz)
  const hrefOfRows = createRowsLink(() => props.tz)
  const hrefOf = (value: string) =>
    props.by === "account"
      ? hrefOfAccount(value, props.day)
      : hrefOfRows({
          days: { first: props.day, last: props.day },
          only: { field: props.by, value },
        })
  const figures = (cause: Omit<Causes["values"][number], "value">) => (
    <>
      <td>{columnCredits(cause.used, digits())}</td>
      <td>{signedColumnCredits(cause.excess, digits())}</td>
      <td>{cause.share === null ? said().noRatio : percent(cause.share * 100)}</td>
      <td>{count(cause.entries)}</td>
    </>
  )
  return (
    <table class="operations-table cause-table">
      <thead>
        <tr>
          <th scope="col">{said().by[props.by]}</th>
          <th scope="col">{said().spent}</th>
          <th scope="col">{said().excess}</th>
          <th scope="col">{said().share}</th>
          <th scope="col">{said().entries}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.causes.values}>
          {(cause) => (
            <tr>
              <th scope="row">
                <Show when={cause.value} fallback={said().unnamed}>
                  {(value) => <a href={hrefOf(value())}>{value()}</a>}
                </Show>
              </th>
              {figures(cause)}
            </tr>
          )}
        </For>
        <Show when={props.causes.others}>
          {(others) => (
            <tr>
              <th scope="row">{said().others}</th>
              {figures(others())}
            </tr>
          )}
        </Show>
      </tbody>
    </table>
  )
}
