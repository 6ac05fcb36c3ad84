/** The series of the range in the address, at the grain that suits its length or was chosen. */

import { type Accessor, createEffect, createMemo, on, onCleanup } from "solid-js"
import type { Usage } from "#api/contract.ts"
import { client, type RangeScope } from "./client.ts"
import { createRead, type Read } from "./create-read.ts"
import { countDays } from "./days.ts"
import { allowedGrains, automaticGrain, resolveRange } from "./ranges.ts"
import { comparisonOf } from "./state-change.ts"
import type { Grain } from "./url-state.ts"
import { useView } from "./view.ts"

export interface UsageRead {
  readonly scope: Accessor<RangeScope | undefined>
  readonly read: Read<Usage>
  readonly automatic: Accessor<Grain>
  readonly allowed: Accessor<ReadonlyArray<Grain>>
  readonly grain: Accessor<Grain>
}

export const createUsageRead = (): UsageRead => {
  const view = useView()
  const range = () => view.state().range
  const scope = createMemo(() => {
    const known = view.scope()
    return known === undefined
      ? undefined
      : { ...known, range: range(), filters: view.state().filters }
  })
  const length = createMemo(() => {
    // A billing period is about a month: no need to wait for its first day.
    if (range() === "period") return 31
    const days = resolveRange(range(), view.rangeContext())
    return days === undefined ? undefined : countDays(days)
  })
  const automatic = () => automaticGrain(length() ?? 1)
  const allowed = () => allowedGrains(length() ?? 1)
  const grain = () => {
    const chosen = view.state().grain
    return chosen !== undefined && allowed().includes(chosen) ? chosen : automatic()
  }
  const read = createRead(() => {
    const known = scope()
    // How long "all time" is, is known with the overview; without any entry it is one day.
    const ready = length() !== undefined || view.overview.latest() !== undefined
    const { match } = view.state()
    const compare = comparisonOf(view.state())
    return known === undefined || !ready
      ? undefined
      : { ...known, grain: grain(), compare, ...(compare === undefined ? {} : { match }) }
  }, client.usage)
  refreshOnNews(read)
  return { scope, read, automatic, allowed, grain }
}

/** Figures of the overview may come every second: what is drawn from them follows at once, then at this pace. */
const FOLLOW_EVERY_MS = 5_000

/** When the overview counts new entries, what is drawn from them is old. */
export const refreshOnNews = (read: Pick<Read<unknown>, "again">): void => {
  const view = useView()
  let resting: ReturnType<typeof setTimeout> | undefined
  let isOld = false
  const follow = () => {
    isOld = resting !== undefined
    if (isOld) return
    resting = setTimeout(() => {
      resting = undefined
      if (isOld) follow()
    }, FOLLOW_EVERY_MS)
    read.again()
  }
  createEffect(
    on(
      () => view.overview.latest()?.lifetime.count,
      (now, before) => {
        if (before !== undefined && now !== undefined && now !== before) follow()
      },
    ),
  )
  onCleanup(() => clearTimeout(resting))
}
