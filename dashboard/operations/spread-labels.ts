/** Labels from the top down, each at least `gap` below the one above, none below zero's line. */
export const spreadLabels = (wanted: ReadonlyArray<number>, gap: number): ReadonlyArray<number> => {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[b] ?? 0) - (wanted[a] ?? 0))
  // From the bottom up: who stands low has a right to its place, and pushes the others.
  const placed = new Array<number>(wanted.length)
  let floor = 0
  for (const i of order.toReversed()) {
    const at = Math.max(wanted[i] ?? 0, floor)
    placed[i] = at
    floor = at + gap
  }
  return placed
}
