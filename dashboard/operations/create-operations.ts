/** Everything that the Operations screen asks, and when it asks again. */
import { createMemo, onCleanup } from "solid-js"
import { createRead } from "../create-read.ts"
import type { Day } from "../days.ts"
import type { FilterField } from "../filters.ts"
import { operationsClient as client, type DayNote, operationsRanges } from "../operations-client.ts"
import { operationsRange } from "../operations-words.ts"
import { serverToday } from "../server-clock.ts"
import { comparisonOf, OPERATIONS, usualComparison } from "../state-change.ts"
import { useView } from "../view.ts"
import { createLiveRate } from "./create-live-rate.ts"

/** Nothing of the pipeline comes by itself. */
const PULSE_MS = 15_000
/** Days and hours move slowly, and cost more. */
const FIGURES_MS = 60_000

/** What a rollup has of each account: with other filters none is judged by itself. */
const judgedBy: ReadonlyArray<FilterField> = ["account", "type", "category"]

export const createOperations = (props: { readonly admin: boolean }) => {
  const view = useView()
  const question = createMemo(
    () => ({
      range: operationsRange(view.state().range),
      tz: view.state().tz ?? "UTC",
    }),
    undefined,
    { equals: (a, b) => a.range === b.range && a.tz === b.tz },
  )
  const filters = () => view.state().filters
  const filtered = () => ({ ...question(), filters: filters() })
  const isJudgedAlone = () => filters().every(({ field }) => judgedBy.includes(field))
  const scope = () => ({ ...question(), days: operationsRanges[question().range] })
  const days = createRead(filtered, client.days)
  const accountDays = createRead(
    () => (isJudgedAlone() ? filtered() : undefined),
    client.accountDays,
  )
  const notes = createRead(question, client.notes)
  const year = createRead(() => ({ tz: question().tz, filters: filters() }), client.year)
  const weekHours = createRead(filtered, client.weekHours)
  const leaders = createRead(
    () => ({
      ...filtered(),
      compare: comparisonOf(view.state(), usualComparison(OPERATIONS)),
      match: view.state().match,
    }),
    client.leaders,
  )
  const pipeline = createRead(question, client.pipeline)
  const rejections = createRead(
    () => ({ state: "open" as const, reason: undefined, cursor: undefined }),
    client.rejections,
  )
  const integrity = createRead(() => "integrity" as const, client.integrity)
  const ready = createRead(() => "ready" as const, client.ready)
  const gaps = createRead(() => (props.admin ? ("gaps" as const) : undefined), client.gaps)
  const pulse = (every: number, reads: ReadonlyArray<Pick<typeof ready, "pending" | "again">>) => {
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return
      for (const read of reads) if (!read.pending()) read.again()
    }, every)
    onCleanup(() => clearInterval(timer))
  }
  pulse(PULSE_MS, [ready, rejections, integrity, pipeline])
  pulse(FIGURES_MS, [days, accountDays, weekHours, leaders, notes])
  return {
    scope,
    filters,
    today: () => serverToday(question().tz),
    days,
    accountDays,
    isJudgedAlone,
    notes,
    /** Over all accounts. */
    notesByDay: createMemo((): ReadonlyMap<Day, DayNote> => {
      const known = notes.latest()?.notes ?? []
      return new Map(known.flatMap((one) => (one.account === null ? [[one.day, one]] : [])))
    }),
    year,
    weekHours,
    leaders,
    pipeline,
    rejections,
    integrity,
    ready,
    gaps,
    live: createLiveRate(),
    /** After another rule: whatever it judges. */
    judgedAgain: () => {
      for (const read of [days, accountDays, year]) read.again()
    },
  }
}
