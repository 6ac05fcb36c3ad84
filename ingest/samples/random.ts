/** Repeatable chance made of integers alone: the same seed gives the same draws on every machine. */

export interface Random {
  /** A whole number from 0 up to, not including, `bound`. The bound is at most 2^32. */
  readonly below: (bound: number) => number
}

/** FNV-1a over the seed's characters starts mulberry32. */
export const randomOf = (seed: string): Random => {
  let state = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return { below: (bound) => next() % bound }
}

/** One of the choices; its weight says how often. */
export const weighted = <A>(
  random: Random,
  choices: ReadonlyArray<{ readonly weight: number } & A>,
): A => {
  let left = random.below(choices.reduce((sum, { weight }) => sum + weight, 0))
  for (const choice of choices) {
    if (left < choice.weight) return choice
    left -= choice.weight
  }
  throw new RangeError("nothing to choose from")
}
