/** Finds texts by some of their letters: `mo` in `Month to date` and in `musicCompose`. */

/** How well a text fits, higher is better, and which of its characters do. */
export interface Fit {
  readonly score: number
  readonly at: ReadonlyArray<number>
}

const RUN = 3
const WORD = 2
const JUMP = -1
/** Of more letters than these, one that does not follow the one before it must begin a word. */
const LOOSE_MAX = 2

/** One letter for each character, without case and accents, so that places stay what they are. */
const folded = (text: string) =>
  [...text].map((letter) => (letter.normalize("NFD")[0] ?? letter).toLowerCase())

const wordStarts = (text: string) =>
  [...text].map(
    (letter, i, all) =>
      i === 0 ||
      /[^\p{L}\p{N}]/u.test(all[i - 1] ?? "") ||
      (/\p{Lu}/u.test(letter) && /\p{Ll}/u.test(all[i - 1] ?? "")),
  )

/** Undefined where the letters do not stand in the text in this order. Spaces of the query do not matter. */
export const fitOf = (query: string, text: string): Fit | undefined => {
  const letters = folded(query).filter((letter) => letter.trim() !== "")
  const characters = folded(text)
  const starts = wordStarts(text)
  /** The best way to end on each character with the letters read so far. */
  let ends: ReadonlyArray<Fit | undefined> = []
  for (const [i, letter] of letters.entries()) {
    const before = ends
    let earlier: Fit | undefined = i === 0 ? { score: 0, at: [] } : undefined
    ends = characters.map((character, j) => {
      const reach = before[j - 2]
      if (reach !== undefined && reach.score > (earlier?.score ?? Number.NEGATIVE_INFINITY))
        earlier = reach
      if (character !== letter) return undefined
      const isStart = starts[j] === true
      const mayJump = isStart || i === 0 || letters.length <= LOOSE_MAX
      const jumped = mayJump ? plus(earlier, isStart ? WORD : JUMP, j) : undefined
      const ran = plus(before[j - 1], RUN, j)
      return better(ran, jumped)
    })
  }
  return ends.reduce(better, undefined)
}

const plus = (fit: Fit | undefined, score: number, at: number): Fit | undefined =>
  fit && { score: fit.score + score, at: [...fit.at, at] }

const better = (a: Fit | undefined, b: Fit | undefined): Fit | undefined =>
  b === undefined || (a !== undefined && a.score >= b.score) ? a : b
