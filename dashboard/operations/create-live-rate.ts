/** Listens to all accounts while somebody looks, and can be told to pause. */
import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js"
import type { Overview } from "#api/contract.ts"
import { createSeen } from "../create-live.ts"
import { type LifetimeAt, type LiveRate, rateOf, recentOf } from "./live-rate.ts"

export interface LiveCounter {
  readonly rate: Accessor<LiveRate | undefined>
  readonly paused: Accessor<boolean>
  readonly setPaused: (paused: boolean) => void
}

const TICK_MS = 1_000
/** A tab that nobody sees gives its connection back. */
const HIDDEN_MS = 60_000

export const createLiveRate = (): LiveCounter => {
  const [rate, setRate] = createSignal<LiveRate>()
  const [paused, setPaused] = createSignal(false)
  const follow = () => {
    if (typeof EventSource === "undefined") return
    const since = performance.now()
    let told: ReadonlyArray<LifetimeAt> = []
    // Connects again by itself. What was missed meanwhile is in the next sum.
    const source = new EventSource("/v1/live")
    source.addEventListener("balance", ({ data }) => {
      // Of all accounts together it has what an overview has of one.
      const { lifetime }: Pick<Overview, "lifetime"> = JSON.parse(data)
      const at = performance.now()
      told = recentOf([...told, { at, spent: lifetime.spent, count: lifetime.count }], at)
    })
    const timer = setInterval(
      () => setRate(rateOf(told, { since, now: performance.now() })),
      TICK_MS,
    )
    onCleanup(() => {
      clearInterval(timer)
      source.close()
    })
  }
  const seen = createSeen(HIDDEN_MS)
  createEffect(on([paused, seen], ([isPaused, isSeen]) => !isPaused && isSeen && follow()))
  return { rate, paused, setPaused }
}
