/** Choices that the same seed makes again. */
export interface Chance {
  /** From 0 up to and without `below`. */
  readonly below: (below: number) => number
  readonly pick: <A>(from: ReadonlyArray<A>) => A
  /** True once in `times`. */
  readonly once: (times: number) => boolean
  /** Some of them, in their order, at least one. */
  readonly some: <A>(from: ReadonlyArray<A>, most: number) => ReadonlyArray<A>
}

export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const pick = <A>(from: ReadonlyArray<A>) => from[below(from.length)] as A
  return {
    below,
    pick,
    once: (times) => below(times) === 0,
    some: (from, most) => {
      const chosen = new Set(Array.from({ length: 1 + below(most) }, () => below(from.length)))
      return from.filter((_, i) => chosen.has(i))
    },
  }
}
