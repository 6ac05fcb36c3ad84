/** Which value has which colour. A value keeps its colour while others come and go around it. */

/** From a value's key to 1…6. */
export type Slots = ReadonlyMap<string, number>

const SLOTS = [1, 2, 3, 4, 5, 6] as const
/** What has no colour of its own. */
export const REST_SLOT = 0

/** `keys`: those that need one, largest first; at most as many as there are colours. */
export const assignSlots = (before: Slots, keys: ReadonlyArray<string>): Slots => {
  const kept = new Map(
    keys.flatMap((key) => {
      const slot = before.get(key)
      return slot === undefined ? [] : [[key, slot] as const]
    }),
  )
  const taken = new Set(kept.values())
  const free = SLOTS.filter((slot) => !taken.has(slot))
  return new Map(
    keys.flatMap((key) => {
      const slot = kept.get(key) ?? free.shift()
      return slot === undefined ? [] : [[key, slot] as const]
    }),
  )
}

export const slotColour = (slot: number): string =>
  slot === REST_SLOT ? "var(--cat-other)" : `var(--cat-${slot})`
