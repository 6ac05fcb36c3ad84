/**
 * Finds the place of an equal item by a 64-bit hash, as open addressing over typed arrays: a `Map` of
 * texts took longer than all else that is done to a fresh event. Equal hashes are confirmed by the
 * caller, so two items that share one stay two items.
 */
export const NO_PLACE = -1
const SIZE_MIN = 1024

export class PlaceTable {
  #places = new Int32Array(SIZE_MIN).fill(NO_PLACE)
  #lows = new Uint32Array(SIZE_MIN)
  #highs = new Uint32Array(SIZE_MIN)
  #count = 0

  /** The place kept under this hash for which `same` holds; else keeps `place` and returns it. */
  findOrKeep(
    hash: { readonly low: number; readonly high: number },
    place: number,
    same: (other: number) => boolean,
  ): number {
    const { low, high } = hash
    if (this.#count * 2 >= this.#places.length) this.#grow()
    const mask = this.#places.length - 1
    let slot = (low ^ high) & mask
    for (; this.#places[slot] !== NO_PLACE; slot = (slot + 1) & mask) {
      const other = this.#places[slot] as number
      if (this.#lows[slot] === low && this.#highs[slot] === high && same(other)) return other
    }
    this.#keep(slot, low, high, place)
    this.#count++
    return place
  }

  /** The place kept under this hash for which `same` holds, or `NO_PLACE`. */
  find(
    { low, high }: { readonly low: number; readonly high: number },
    same: (other: number) => boolean,
  ): number {
    const mask = this.#places.length - 1
    for (let slot = (low ^ high) & mask; ; slot = (slot + 1) & mask) {
      const other = this.#places[slot] as number
      if (other === NO_PLACE) return NO_PLACE
      if (this.#lows[slot] === low && this.#highs[slot] === high && same(other)) return other
    }
  }

  #keep(slot: number, low: number, high: number, place: number): void {
    this.#places[slot] = place
    this.#lows[slot] = low
    this.#highs[slot] = high
  }

  #grow(): void {
    const [places, lows, highs] = [this.#places, this.#lows, this.#highs]
    const size = places.length * 4
    this.#places = new Int32Array(size).fill(NO_PLACE)
    this.#lows = new Uint32Array(size)
    this.#highs = new Uint32Array(size)
    places.forEach((place, i) => {
      if (place === NO_PLACE) return
      const [low, high] = [lows[i] as number, highs[i] as number]
      let slot = (low ^ high) & (size - 1)
      while (this.#places[slot] !== NO_PLACE) slot = (slot + 1) & (size - 1)
      this.#keep(slot, low, high, place)
    })
  }
}
