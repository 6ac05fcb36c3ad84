/** What one day's excess is made of, by account, operation, category and actor, largest first. */
import { For, Show } from "solid-js"
import {
  columnCredits,
  columnDigits,
  count,
  percent,
  signedColumnCredits,
} from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import type { HighUsageDay } from "../operations-client.ts"
import { useView } from "../view.ts"

const dimensions = ["account", "operation", "category", "actor"] as const
type Dimension = (typeof dimensions)[number]
type Causes = NonNullable<NonNullable<HighUsageDay["causes"]>[Dimension]>

const said = () => operationsWords().unusual

export function DayCauses(props: {
  readonly day: HighUsageDay
  /** The day in words. */
  readonly label: string
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
    </Show>
  )
}

function CauseTable(props: {
  readonly by: Dimension
  readonly causes: Causes
  readonly day: string
  readonly tz: string
}) {
  const view = useView()
  const all = () => [...props.causes.values, ...(props.causes.others ? [props.causes.others] : [])]
  const digits = () => columnDigits(all().flatMap(({ used, excess }) => [used, excess]))
  const hrefOf = (account: string) =>
    view.href("/usage", {
      account,
      range: { first: props.day, last: props.day },
      tz: props.tz,
      filters: [],
      compare: undefined,
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
                <Show
                  when={props.by === "account" ? cause.value : null}
                  fallback={cause.value ?? said().unnamed}
                >
                  {(account) => <a href={hrefOf(account())}>{account()}</a>}
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
