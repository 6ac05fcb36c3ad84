/** What Explore asks as the address says, and what all its parts are made from. */
import { type Accessor, createMemo, onCleanup } from "solid-js"
import type { Usage } from "#api/contract.ts"
import { createRead, type Read } from "../create-read.ts"
import { refreshOnNews } from "../create-usage-read.ts"
import { countDays } from "../days.ts"
import type { Dimension } from "../dimensions.ts"
import { allowedGrains, automaticGrain, resolveRange } from "../ranges.ts"
import { comparisonOf, EXPLORE, usualComparison } from "../state-change.ts"
import type { Comparison, Grain } from "../url-state.ts"
import { useView } from "../view.ts"
import { type ExploreScope, exploreClient } from "./explore-client.ts"
import { type Row, rowsOf } from "./explore-rows.ts"
import { type Divided, dividedOf, groupsOf, PARTS_MAX } from "./explore-series.ts"
import { assignSlots, type Slots } from "./value-slots.ts"

/** The answer with what is drawn and listed of it. */
export interface Explored {
  readonly usage: Usage
  readonly by: Dimension
  readonly slots: Slots
  readonly divided: Divided
  readonly rows: ReadonlyArray<Row>
}

export interface Explore {
  readonly scope: Accessor<ExploreScope | undefined>
  readonly read: Read<Usage>
  readonly explored: Accessor<Explored | undefined>
  readonly grain: Accessor<Grain>
  readonly allowed: Accessor<ReadonlyArray<Grain>>
  readonly compare: Accessor<Comparison | undefined>
}

export const createExplore = (): Explore => {
  const view = useView()
  const scope = createScope()
  const { grain, allowed } = createGrain()
  const compare = () => comparisonOf(view.state(), usualComparison(EXPLORE))
  const read = createRead(() => {
    const known = scope()
    const { by, match, range, everyone } = view.state()
    // How long "all time" is, is known with the overview.
    const ready = everyone || range !== "all" || view.overview.latest() !== undefined
    return known === undefined || !ready
      ? undefined
      : { ...known, by, grain: grain(), compare: compare(), match }
  }, exploreClient.series)
  refresh(read)
  return { scope, read, explored: createExplored(read), grain, allowed, compare }
}

/** Of all accounts nothing comes by itself. */
const PULSE_MS = 15_000

/** Follows what happens meanwhile, while somebody looks. */
export const refresh = (read: Read<unknown>): void => {
  const view = useView()
  refreshOnNews(read)
  const timer = setInterval(() => {
    const isSeen = document.visibilityState === "visible" && !read.pending()
    if (view.state().everyone && isSeen) read.again()
  }, PULSE_MS)
  onCleanup(() => clearInterval(timer))
}

/** The length of a bar, of those that are asked for here. */
export const grainOf = ({ usage }: Pick<Explored, "usage">): Grain =>
  usage.grain === "week" || usage.grain === "month" ? usage.grain : "day"

const createScope = () => {
  const view = useView()
  return createMemo((): ExploreScope | undefined => {
    const { everyone, tz, range, filters, measure } = view.state()
    const account = everyone ? undefined : view.accountId()
    return everyone || account !== undefined ? { account, tz, range, filters, measure } : undefined
  })
}

/** So long that months suit, for a stretch whose first day only the answer knows. */
const LONG = 1_000

const createGrain = () => {
  const view = useView()
  const length = createMemo(() => {
    const { range, everyone } = view.state()
    // A billing period is about a month: no need to wait for its first day.
    if (range === "period") return 31
    const days = resolveRange(range, view.rangeContext())
    return days === undefined ? (everyone ? LONG : 1) : countDays(days)
  })
  const allowed = () => allowedGrains(length())
  const grain = () => {
    const chosen = view.state().grain
    return chosen !== undefined && allowed().includes(chosen) ? chosen : automaticGrain(length())
  }
  return { grain, allowed }
}

const createExplored = (read: Read<Usage>) => {
  const view = useView()
  const slots = createMemo(
    (before: { by: string; slots: Slots }) => {
      const usage = read.latest()
      if (usage === undefined) return before
      const by = usage.by.join()
      const top = groupsOf(usage).slice(0, PARTS_MAX)
      const known = by === before.by ? before.slots : new Map()
      return {
        by,
        slots: assignSlots(
          known,
          top.map(({ key }) => key),
        ),
      }
    },
    { by: "", slots: new Map() },
  )
  const context = () => ({ today: view.today(), firstEntry: view.rangeContext().firstEntry })
  return createMemo((): Explored | undefined => {
    const usage = read.latest()
    if (usage === undefined) return undefined
    // What was asked before may still be there: it goes by its own name.
    const by = (usage.by[0] ?? "category") as Dimension
    const known = { by, slots: slots().slots }
    const divided = dividedOf(usage, { ...known, ...context(), zone: usage.meta.tz })
    const rows = rowsOf(usage, { ...known, columns: divided.columns })
    return { usage, ...known, divided, rows }
  })
}
