/** The words of the interface. What is underlined in a sentence stands between ⟦ and ⟧. */
import { english } from "./messages/english.ts"

/** The catalogue of the language that is shown: `m().ledger.columns`. */
export const m = () => english

/** A piece of a sentence; the deciding one is underlined. */
export interface Phrase {
  readonly text: string
  readonly deciding?: true
}

/** `"about ⟦23 days⟧ left"` as its pieces. */
export const phrasesOf = (sentence: string): ReadonlyArray<Phrase> =>
  sentence
    .split(/[⟦⟧]/)
    .map((text, i): Phrase => (i % 2 === 0 ? { text } : { text, deciding: true }))
    .filter(({ text }) => text !== "")
