/** The last twelve months: every day as a cell, and the newest unusual days by name. */

import { useNavigate } from "@solidjs/router"
import { createMemo, createSignal, For, Show } from "solid-js"
import { CalendarPlate } from "../components/CalendarPlate.tsx"
import { Figures } from "../components/Phrases.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { StepLegend } from "../components/StepLegend.tsx"
import type { Read } from "../create-read.ts"
import type { Day } from "../days.ts"
import { fullDate, shortDate, weekdayDate } from "../format-date.ts"
import { credits, times } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import { m } from "../messages.ts"
import type { HighUsageDays } from "../operations-client.ts"
import { topCause } from "../operations-words.ts"
import { createDayLink, createRowsLink } from "./day-link.ts"
import { stepWithin, type YearDay, yearStripOf } from "./year-days.ts"

const said = () => watchWords().year

export function YearSection(props: {
  readonly read: Read<HighUsageDays>
  readonly today: Day
  readonly tz: string
}) {
  return (
    <section
      class="section year-section"
      aria-labelledby="year-title"
      aria-busy={props.read.pending()}
    >
      <Show
        when={props.read.latest()}
        fallback={
          <>
            <h2 id="year-title">{said().title}</h2>
            <div class="skeleton skeleton-year" aria-hidden="true" />
          </>
        }
      >
        {(known) => <Year known={known()} today={props.today} tz={props.tz} />}
      </Show>
      <SectionProblem read={props.read} what={said().what} />
    </section>
  )
}

function Year(props: { readonly known: HighUsageDays; readonly today: Day; readonly tz: string }) {
  const navigate = useNavigate()
  const hrefOfAccount = createDayLink(() => props.tz)
  const hrefOfRows = createRowsLink(() => props.tz)
  /** Where the account that made it so is not known: to all that are behind it. */
  const hrefOf = (account: string, day: Day) =>
    account === "" ? hrefOfRows({ days: { first: day, last: day } }) : hrefOfAccount(account, day)
  const strip = createMemo(() => {
    const { days, first_day: first, last_day: last } = props.known
    return yearStripOf(days, { first, last })
  })
  const [picked, setPicked] = createSignal<Day>()
  const marked = () => strip().days.find(({ day }) => day === picked())
  const at = () =>
    marked() ?? strip().days.findLast(({ flagged }) => flagged) ?? strip().days.at(-1)
  const range = () => `${fullDate(props.known.first_day)} – ${fullDate(props.known.last_day)}`
  const open = (day: Day) => navigate(hrefOfRows({ days: { first: day, last: day } }))
  return (
    <>
      <div class="section-head">
        <h2 id="year-title">{said().title}</h2>
        <p class="section-note" data-figure="year-unusual">
          <Figures text={said().note(range(), props.known.count)} />
        </p>
        <div class="push">
          <StepLegend
            steps={strip().steps}
            words={watchWords().week}
            flagged={watchWords().band.states.flagged}
          />
        </div>
      </div>
      <p class="readout year-readout">
        <Show when={at()}>{(day) => sayYearDay(day(), props.today)}</Show>
      </p>
      <div class="year-body">
        <CalendarPlate
          cells={strip().days}
          heads={strip().heads}
          absent={strip().absent}
          at={at()}
          marked={marked() !== undefined}
          label={said().label}
          keys={said().keys}
          said={at() === undefined ? "" : sayYearDay(at() as YearDay, props.today)}
          step={(from, by) => stepWithin(strip().days, from, by)}
          onMark={setPicked}
          onOpen={open}
        />
        <Show
          when={props.known.high_usage_days.length > 0}
          fallback={<p class="note">{said().none}</p>}
        >
          <ul class="year-list" aria-label={said().list}>
            <For each={props.known.high_usage_days}>
              {(day) => {
                const account = () => topCause(day, "account")?.value ?? ""
                const name = () => shortDate(day.day, props.today)
                return (
                  <li>
                    <a href={hrefOf(account(), day.day)} aria-label={said().see(account(), name())}>
                      {name()}
                    </a>
                    <span>{day.ratio === null ? "–" : times(day.ratio)}</span>
                    <span class="note">{account()}</span>
                  </li>
                )
              }}
            </For>
          </ul>
        </Show>
      </div>
    </>
  )
}

const sayYearDay = (day: YearDay, today: Day): string => {
  const { states, soFar } = watchWords().band
  const parts = [weekdayDate(day.day, today), m().common.credits(credits(day.spend), day.spend)]
  if (day.flagged) parts.push(states.flagged)
  if (day.open) parts.push(soFar)
  return parts.join(" · ")
}
