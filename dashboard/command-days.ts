/** Commands about days: ranges, single days, comparison, and the length of a bar. */
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import {
  type CommandContext,
  change,
  joined,
  keysOf,
  sayCredits,
  spentIn,
} from "./command-context.ts"
import type { Command } from "./commands.ts"
import { addDays, addMonths, countDays, type Day, type DayRange } from "./days.ts"
import { dateRange, shortDate, weekdayDate } from "./format-date.ts"
import { fitOf } from "./fuzzy.ts"
import { commandWords } from "./messages/commands.ts"
import { m } from "./messages.ts"
import { allowedGrains, resolveRange } from "./ranges.ts"
import { readDate } from "./read-date.ts"
import { comparing, comparisonOf, usualComparison } from "./state-change.ts"
import { comparisons, grains, presets, splits, type UrlState } from "./url-state.ts"

const said = () => commandWords()

export const dayCommands = (context: CommandContext, query: string): ReadonlyArray<Command> => [
  ...typedDay(context, query),
  ...highestDay(context),
  ...rangeCommands(context),
  ...compareCommands(context),
]

const shownDays = ({ view }: CommandContext): DayRange | undefined =>
  resolveRange(view.state().range, view.rangeContext())

/** Its entries, in the days that are shown where it is among them. */
const openDay = (context: CommandContext, day: Day) => {
  const days = shownDays(context)
  const isShown = days !== undefined && days.first <= day && day <= days.last
  change(context, isShown ? { day } : { range: { first: day, last: day } })
}

const typedDay = (context: CommandContext, query: string): ReadonlyArray<Command> => {
  const today = context.view.today()
  const day = readDate(query, today)
  if (day === undefined) {
    const example = shortDate(addDays(today, -1), today)
    return [
      {
        id: "date",
        group: "days",
        text: said().date,
        gives: said().dateHint(example),
        more: example,
      },
    ]
  }
  const spent = spentIn(context.daily, { first: day, last: day })
  const text = said().day(weekdayDate(day, today))
  return [
    {
      id: `day:${day}`,
      group: "days",
      // What was typed is in it, however it was typed.
      text: fitOf(query, text) === undefined ? `${text} (${query.trim()})` : text,
      gives: optionalCredits(spent),
      run: () => openDay(context, day),
      deep: true,
    },
  ]
}

const highestDay = (context: CommandContext): ReadonlyArray<Command> => {
  const days = shownDays(context)
  const { daily, view } = context
  if (days === undefined || spentIn(daily, days) === undefined) return []
  let highest: { day: Day; spend: string } | undefined
  for (const { bucket, spend } of daily?.series ?? [])
    if (bucket >= days.first && bucket <= days.last && isMore(spend, highest?.spend ?? "0"))
      highest = { day: bucket, spend }
  if (highest === undefined) return []
  const { day, spend } = highest
  return [
    {
      id: "highest",
      group: "days",
      text: said().highest(weekdayDate(day, view.today())),
      gives: sayCredits(spend),
      run: () => change(context, { day }),
    },
  ]
}

const rangeCommands = (context: CommandContext): ReadonlyArray<Command> => {
  const { view, daily } = context
  const today = view.today()
  const command = (id: string, text: string, range: UrlState["range"]): Command => {
    const days = resolveRange(range, view.rangeContext())
    const spent = days && spentIn(daily, days)
    return {
      id: `range:${id}`,
      group: "days",
      text,
      gives: joined(days && dateRange(days, today), optionalCredits(spent)),
      keys: keysOf(id),
      run: () => change(context, { range }),
    }
  }
  const day = (back: number) => ({ first: addDays(today, -back), last: addDays(today, -back) })
  const overview = view.overview.latest()
  const month = addMonths(`${today.slice(0, 8)}01`, -1)
  return [
    ...presets.map((preset) => command(preset, m().range.presets[preset], preset)),
    ...(overview === undefined
      ? []
      : [
          command("previous", said().previousPeriod, {
            first: overview.previous.first_day,
            last: addDays(overview.period.first_day, -1),
          }),
        ]),
    { ...command("month-before", said().previousMonth, monthFrom(month)), deep: true },
    { ...command("today", said().today, day(0)), deep: true },
    { ...command("yesterday", said().yesterday, day(1)), deep: true },
    {
      id: "custom",
      group: "days",
      text: said().choose,
      gives: said().chooseGives,
      keys: keysOf("custom"),
      run: () => context.act("custom"),
      deep: true,
    },
  ]
}

const monthFrom = (first: Day): DayRange => ({ first, last: addDays(addMonths(first, 1), -1) })

/** By weekday, as the comparison is unless it was chosen otherwise. */
const compareCommands = (context: CommandContext): ReadonlyArray<Command> => {
  const { view, path } = context
  const days = shownDays(context)
  const weeks = { prev: days && Math.ceil(countDays(days) / 7), year: 52 }
  const before = (name: "prev" | "year") => {
    const back = weeks[name]
    if (days === undefined || back === undefined) return undefined
    const range = { first: addDays(days.first, -7 * back), last: addDays(days.last, -7 * back) }
    return joined(dateRange(range, view.today()), optionalCredits(spentIn(context.daily, range)))
  }
  const chosen = comparisonOf(view.state(), usualComparison(path))
  const choices = comparisons
    .filter((name) => name !== chosen)
    .map(
      (name): Command => ({
        id: `compare:${name}`,
        group: "days",
        text: said().compare[name],
        gives: before(name),
        keys: name === "prev" && chosen === undefined ? keysOf("compare") : undefined,
        run: () => change(context, { ...comparing(path, name), match: "weekday" }),
      }),
    )
  if (chosen === undefined) return choices
  return [
    ...choices,
    {
      id: "compare:none",
      group: "days",
      text: said().compareNone,
      gives: said().compared,
      keys: keysOf("compare"),
      run: () => change(context, comparing(path, undefined)),
    },
  ]
}

const optionalCredits = (spent: string | undefined) =>
  spent === undefined ? undefined : sayCredits(spent)

export const barCommands = (context: CommandContext): ReadonlyArray<Command> => {
  const { view, values } = context
  const days = shownDays(context)
  const length = days === undefined ? undefined : countDays(days)
  const allowed = length === undefined ? [] : allowedGrains(length)
  return [
    ...grains
      .filter((grain) => allowed.includes(grain))
      .map(
        (grain): Command => ({
          id: `group:${grain}`,
          group: "bars",
          text: said().group[grain],
          gives: days && m().chart.bars[grain](barsOf(days, grain)),
          run: () => change(context, { grain }),
        }),
      ),
    ...splits.map(
      (by): Command => ({
        id: `by:${by}`,
        group: "bars",
        text: said().split[by],
        gives: values[by] && said().values(values[by].length),
        // Usage has no such list.
        run: () =>
          context.path === "/explore" ? view.update({ by }) : context.go("/usage/history", { by }),
      }),
    ),
  ]
}

/** Weeks begin on Monday; the first and the last may not be whole. */
const barsOf = ({ first, last }: DayRange, grain: UrlState["grain"]): number => {
  if (grain === "month") {
    const [months, before] = [last, first].map((day) => {
      const [year = 0, month = 0] = day.split("-").map(Number)
      return year * 12 + month
    })
    return (months ?? 0) - (before ?? 0) + 1
  }
  const count = countDays({ first, last })
  if (grain !== "week") return count
  // 5 January 1970 was a Monday.
  const sinceMonday = (countDays({ first: "1970-01-05", last: first }) - 1) % 7
  return Math.ceil((sinceMonday + count) / 7)
}

const isMore = (a: string, b: string) => (parseDecimal(a) ?? 0n) > (parseDecimal(b) ?? 0n)
