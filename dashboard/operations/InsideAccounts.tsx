/** High-usage days of single accounts that the sum of all hides, as links to their entries. */
import { createSignal, For, Show } from "solid-js"
import { SectionProblem } from "../components/SectionProblem.tsx"
import type { Read } from "../create-read.ts"
import type { Day } from "../days.ts"
import { weekday, weekdayDate } from "../format-date.ts"
import { times } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import type { HighUsageAccounts } from "../operations-client.ts"
import { createDayLink } from "./day-link.ts"

/** More than these are folded. */
const SHOWN = 6
const said = () => watchWords().inside
type AccountDay = HighUsageAccounts["high_usage_days"][number]

export function InsideAccounts(props: {
  readonly read: Read<HighUsageAccounts>
  /** Whether the filters leave something to judge single accounts by. */
  readonly isJudged: boolean
  /** Those of all accounts together. */
  readonly flagged: ReadonlySet<Day>
  readonly today: Day
  readonly tz: string
}) {
  const hrefOf = createDayLink(() => props.tz)
  const [all, setAll] = createSignal(false)
  const hidden = () =>
    props.read.latest()?.high_usage_days.filter(({ day }) => !props.flagged.has(day)) ?? []
  const shown = () => (all() ? hidden() : hidden().slice(0, SHOWN))
  const words = ({ account, day, ratio }: AccountDay) => {
    const on = weekdayDate(day, props.today)
    return ratio === null
      ? said().oneNew(account, on)
      : said().one(account, on, times(ratio), weekday(day))
  }
  return (
    <Show when={props.isJudged} fallback={<p class="note">{said().notFiltered}</p>}>
      <SectionProblem read={props.read} what={said().what} />
      <Show when={props.read.latest()}>
        {(known) => (
          <p class="note inside-accounts">
            <Show when={hidden().length > 0} fallback={said().none}>
              {said().lead}{" "}
              <For each={shown()}>
                {(one, i) => (
                  <>
                    {i() === 0 ? "" : " · "}
                    <a
                      href={hrefOf(one.account, one.day)}
                      data-account-day={`${one.account} ${one.day}`}
                    >
                      {words(one)}
                    </a>
                  </>
                )}
              </For>
            </Show>
            <Show when={hidden().length > shown().length}>
              {" "}
              <button type="button" class="link-button" onClick={() => setAll(true)}>
                {said().more(hidden().length - shown().length)}
              </button>
            </Show>
            <Show when={known().judged < known().accounts}>
              {" "}
              {said().judged(known().judged, known().accounts)}
            </Show>
          </p>
        )}
      </Show>
    </Show>
  )
}
