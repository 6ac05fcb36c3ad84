/** What the chart draws and says, made from the API's buckets: one bar a bucket. */
import type { Usage, UsageBucket } from "#api/contract.ts"
import { parseDecimal, ratio } from "#warehouse/domain/decimal.ts"
import { changeWords } from "./change-words.ts"
import {
  countDays,
  type Day,
  type DayRange,
  dayOfInstant,
  isFirstOfMonth,
  isLastOfMonth,
  isMonday,
  lastDayBefore,
} from "./days.ts"
import {
  axisMonth,
  dateRange,
  monthAndYear,
  shortDate,
  weekday,
  weekdayDate,
} from "./format-date.ts"
import { credits, nameList, percent, times } from "./format-number.ts"
import { m } from "./messages.ts"
import type { Grain } from "./url-state.ts"

export type Addition = "purchase" | "refund" | "bonus"

export interface Bar {
  readonly key: string
  readonly days: DayRange
  /** `Mon 9 Nov`, `9–15 Nov`, `November 2026`. */
  readonly name: string
  readonly spend: string
  /** Cut by the range's edge, or not over: its height says less than the others'. */
  readonly state: "whole" | "cut" | "open"
  readonly flagged: boolean
  /** `1,204 credits · 2.5× a usual Monday`, what the readout says after the name. */
  readonly said: ReadonlyArray<{ readonly text: string; readonly strong?: true }>
  readonly additions: ReadonlyArray<Addition>
  /** What stands under the axis where this bar begins, if something may. */
  readonly tick: Tick | undefined
  /** Heights in credits, for pixels only. */
  readonly height: number
  /** Of the bar that this one is compared with, if it is. */
  readonly before: number | undefined
  readonly balance: number
}

export interface Tick {
  readonly text: string
  /** As the first tick of the axis: with the year. */
  readonly long: string
  /** 1 for January, where the tick stands for a month. */
  readonly month?: number
}

export interface BarContext {
  readonly zone: string
  readonly today: Day
  /** Unusual days: a longer bar that holds one is marked, and says which. */
  readonly unusual?: ReadonlyArray<Day> | undefined
  /** A first bar that begins with the account is whole, wherever its week or month began. */
  readonly firstEntry: Day | undefined
}

/** Credits as a height on the screen; never shown as a figure, never added up. */
export const pixelValue = (decimal: string): number => Number(decimal)

export const barsOf = (usage: Usage, context: BarContext): ReadonlyArray<Bar> => {
  const { grain } = usage
  if (grain !== "day" && grain !== "week" && grain !== "month") return []
  const compared = new Map(usage.comparison?.series.map((bucket) => [bucket.against, bucket]))
  return usage.series.map((bucket, index) => {
    const days: DayRange = {
      first: dayOfInstant(bucket.from, context.zone),
      last: lastDayBefore(bucket.to, context.zone),
    }
    const whole = isWhole[grain](days) || (index === 0 && days.first === context.firstEntry)
    const state = !bucket.complete ? "open" : whole ? "whole" : "cut"
    const before = compared.get(bucket.bucket)
    const unusual =
      grain === "day"
        ? []
        : (context.unusual?.filter((day) => day >= days.first && day <= days.last) ?? [])
    return {
      key: bucket.bucket,
      days,
      name: nameOf[grain](days, context.today),
      spend: bucket.spend,
      state,
      flagged: bucket.flagged || unusual.length > 0,
      said: [
        ...readoutOf(bucket, { grain, days, state }),
        ...(unusual.length === 0 ? [] : [{ text: ` · ${unusualWords(unusual, context.today)}` }]),
        ...(before === undefined ? [] : [{ text: ` · ${besides(bucket, before, context)}` }]),
      ],
      additions: (["purchase", "refund", "bonus"] as const).filter((type) => bucket[type] !== "0"),
      tick: tickOf[grain](days, { ...context, index, count: usage.series.length }),
      height: pixelValue(bucket.spend),
      before: before === undefined ? undefined : pixelValue(before.spend),
      balance: pixelValue(bucket.balance),
    }
  })
}

const NAMED_MAX = 2

const unusualWords = (days: ReadonlyArray<Day>, today: Day) =>
  days.length > NAMED_MAX
    ? m().chart.unusualDays(days.length)
    : m().chart.unusual(nameList(days.map((day) => weekdayDate(day, today))))

type Compared = NonNullable<Usage["comparison"]>["series"][number]

const besides = (bucket: UsageBucket, before: Compared, { zone, today }: BarContext) => {
  const first = dayOfInstant(before.from, zone)
  const last = lastDayBefore(before.to, zone)
  const when = first === last ? weekdayDate(first, today) : dateRange({ first, last }, today)
  return changeWords(bucket.spend, before.spend, when)
}

const isWhole: Record<Grain, (days: DayRange) => boolean> = {
  day: () => true,
  week: (days) => countDays(days) === 7,
  month: (days) => isFirstOfMonth(days.first) && isLastOfMonth(days.last),
}

const nameOf: Record<Grain, (days: DayRange, today: Day) => string> = {
  day: ({ first }, today) => weekdayDate(first, today),
  week: (days, today) => dateRange(days, today),
  month: (days, today) => (isWhole.month(days) ? monthAndYear(days.first) : dateRange(days, today)),
}

interface TickContext extends BarContext {
  readonly index: number
  readonly count: number
}

const FEW_DAYS = 10

/** Days are marked at Mondays (each of them when they are few), weeks and months at months. */
const tickOf: Record<Grain, (days: DayRange, context: TickContext) => Tick | undefined> = {
  day: ({ first }, { today, count }) =>
    count <= FEW_DAYS || isMonday(first)
      ? { text: shortDate(first, first), long: shortDate(first, today) }
      : undefined,
  week: ({ first, last }, { index }) =>
    index > 0 && (isFirstOfMonth(first) || first.slice(0, 7) !== last.slice(0, 7))
      ? monthTick(last)
      : undefined,
  month: ({ last }) => monthTick(last),
}

const monthTick = (day: Day): Tick => ({
  text: axisMonth(day),
  long: `${axisMonth(day).split(" ")[0]} ${day.slice(0, 4)}`,
  month: Number(day.slice(5, 7)),
})

interface ReadoutContext {
  readonly grain: Grain
  readonly days: DayRange
  readonly state: Bar["state"]
}

const readoutOf = (bucket: UsageBucket, context: ReadoutContext): Bar["said"] => {
  const said: { text: string; strong?: true }[] = []
  const words = m().chart
  if (context.state === "open") said.push({ text: `, ${words.soFar}` })
  if (context.state === "cut") said.push({ text: `, ${words.notWhole}` })
  said.push({ text: " · " }, { text: credits(bucket.spend), strong: true })
  said.push({ text: ` ${words.credits(bucket.spend === "1")}` })
  const usual = usualOf(bucket, context)
  if (usual !== undefined) said.push({ text: ` · ${usual}` })
  if (bucket.flagged) said.push({ text: ` · ${words.high}` })
  const most = largestOf(bucket)
  if (most !== undefined)
    said.push(
      { text: ` · ${most.share > 0.5 ? words.mostly : words.mostFor} ` },
      { text: most.name, strong: true },
      { text: ` (${percent(most.share * 100)})` },
    )
  for (const type of ["purchase", "refund", "bonus"] as const)
    if (bucket[type] !== "0")
      said.push({ text: ` · +${credits(bucket[type])} ${words.added[type]}` })
  return said
}

/** Against the same weekday of the eight weeks before; a day that goes on is not compared. */
const usualOf = (bucket: UsageBucket, { grain, days, state }: ReadoutContext) => {
  const usual = parseDecimal(bucket.usual ?? "0") ?? 0n
  if (grain !== "day" || state === "open" || usual <= 0n) return undefined
  const size = times(ratio(parseDecimal(bucket.spend) ?? 0n, usual))
  return m().chart.usual(size, weekday(days.first))
}

const largestOf = ({ spend, values }: UsageBucket) => {
  const total = parseDecimal(spend) ?? 0n
  if (total <= 0n) return undefined
  let largest: { name: string; part: bigint } | undefined
  for (const [name, value] of Object.entries(values ?? {})) {
    const part = parseDecimal(value) ?? 0n
    if (part > (largest?.part ?? 0n)) largest = { name, part }
  }
  return largest && { name: largest.name, share: ratio(largest.part, total) }
}

/** The newest bar that is over; of none is, the newest. */
export const defaultBar = (bars: ReadonlyArray<Bar>): number => {
  const whole = bars.findLastIndex((bar) => bar.state === "whole")
  return whole >= 0 ? whole : bars.length - 1
}

export const sayBar = (bar: Bar): string => bar.name + bar.said.map(({ text }) => text).join("")
