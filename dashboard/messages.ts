/** The words of the interface. What is underlined in a sentence stands between ⟦ and ⟧. */
import { createSignal } from "solid-js"
import { english } from "./messages/english.ts"

/** Every language has all of English's messages: one that is missing does not compile. */
export type Messages = typeof english

const [m, setMessages] = createSignal<Messages>(english)

/** `m`: the catalogue of the language that is shown: `m().ledger.columns`. */
export { m, setMessages }

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
