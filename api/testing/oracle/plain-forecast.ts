/** The forecast by the words of decision 28: slowly, and day by day. */
export const WEEKS_DAYS = 56
const FIRST_LOOK = 28
export const LOOKED_AT = 365

export const half = (sum: bigint, by: bigint) => {
  const [size, sign] = sum < 0n ? [-sum, -1n] : [sum, 1n]
  return (sign * (2n * size + by)) / (2n * by)
}

const median = (values: ReadonlyArray<bigint>) => {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const [low = 0n, high = 0n] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return half(low + high, 2n)
}
const mean = (values: ReadonlyArray<bigint>) =>
  values.length === 0
    ? 0n
    : half(
        values.reduce((a, b) => a + b, 0n),
        BigInt(values.length),
      )

/** The usual use of the seven days from `at` on. */
const usualDays = (uses: ReadonlyArray<bigint>, at: number): ReadonlyArray<bigint> => {
  const samples = Array.from({ length: 7 }, (_, weekday) =>
    uses.slice(Math.max(0, at - WEEKS_DAYS), at).filter((_, i) => {
      const day = Math.max(0, at - WEEKS_DAYS) + i
      return day % 7 === (at + weekday) % 7
    }),
  )
  const medians = samples.map(median)
  const rare = medians.some((usual, i) => usual <= 0n && samples[i]?.some((use) => use > 0n))
  return rare ? samples.map(mean) : medians
}

export interface PlainBand {
  readonly low: number
  readonly expected: number
  readonly high: number
  /** How far the figures may be from exact ones: ratios are rounded to six places of what is usual. */
  readonly off: number
}

/** Bands over any number of days ahead of all of them; null where nothing can be said. */
export const plainBands = (uses: ReadonlyArray<bigint>) => {
  const at = uses.length
  const weeks = uses.map((_, day) => usualDays(uses, day).map(Number))
  weeks.push(usualDays(uses, at).map(Number))
  const usual = (day: number, days: number) => {
    let sum = 0
    for (let i = 0; i < days; i++) sum += weeks[day]?.[i % 7] ?? 0
    return sum
  }
  const used = uses.map(Number)
  const ratiosOf = (days: number) => {
    const ratios: number[] = []
    for (let past = Math.max(FIRST_LOOK, at - LOOKED_AT); past + days <= at; past++) {
      const expected = usual(past, days)
      let came = 0
      for (let day = past; day < past + days; day++) came += used[day] ?? 0
      if (expected > 0) ratios.push(came / expected)
    }
    if (ratios.length < Math.max(14, 3 * days)) return null
    const count = ratios.length
    const sorted = ratios.toSorted((a, b) => a - b)
    const tenth = (0.1 * (count + days)) / (count + 2 * days)
    const nth = Math.max(1, Math.floor((count + 1) * tenth))
    const place = (i: number) => sorted[i] ?? 1
    return {
      low: place(nth - 1),
      expected: place(Math.floor(count / 2)),
      high: place(count - nth),
    }
  }
  const looks = at - Math.max(FIRST_LOOK, at - LOOKED_AT) + 1
  const longest = Math.min(looks - 14, Math.floor(looks / 4))
  const wider = (days: number) => {
    const of = ratiosOf(longest)
    const by = Math.sqrt(days / longest)
    return (
      of && {
        low: Math.max(0, of.expected - (of.expected - of.low) * by),
        expected: of.expected,
        high: of.expected + (of.high - of.expected) * by,
      }
    )
  }
  return (days: number): PlainBand | null => {
    if (at < WEEKS_DAYS) return null
    const expected = usual(at, days)
    const ratios = ratiosOf(days) ?? wider(days)
    if (expected <= 0 || ratios === null) return null
    return {
      low: expected * ratios.low,
      expected: expected * ratios.expected,
      high: expected * ratios.high,
      off: 2 + expected * 1e-6,
    }
  }
}
