/** The words of the interface. What is underlined in a sentence stands between ⟦ and ⟧. */
import { createSignal } from "solid-js"
import { english } from "./messages/english.ts"

/** What every page needs. Every language has all of English's messages: one that is missing does not compile. */
export type Messages = typeof english

/** The words of a part that is loaded when it is needed: in all languages, since they come with its code. */
export interface Words<A> {
  readonly en: A
  readonly de: NoInfer<A>
}

/** A language that is spoken. */
export interface Speech {
  readonly messages: Messages
  /** A part's words in it. */
  readonly pick: <A>(words: Words<A>) => A
}

export const englishSpeech: Speech = { messages: english, pick: (words) => words.en }

const [speech, setSpeech] = createSignal(englishSpeech)

/** The catalogue of the language that is shown: `m().ledger.columns`. */
export const m = (): Messages => speech().messages

/** A part's own catalogue, asked like `m`: `historyWords().statement`. */
export const wordsOf =
  <A>(words: Words<A>) =>
  (): A =>
    speech().pick(words)

export { setSpeech }

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
