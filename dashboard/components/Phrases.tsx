/** A sentence of the catalogue, its deciding piece underlined. */
import { For } from "solid-js"
import { phrasesOf } from "../messages.ts"

export const Phrases = (props: { readonly text: string }) => (
  <For each={phrasesOf(props.text)}>
    {(phrase) => (phrase.deciding ? <em class="deciding">{phrase.text}</em> : phrase.text)}
  </For>
)

/** A text with a piece of code in it. */
export const Marked = (props: { readonly text: string }) => (
  <For each={phrasesOf(props.text)}>
    {(phrase) => (phrase.deciding ? <code>{phrase.text}</code> : phrase.text)}
  </For>
)

/** A text whose figures stand out. */
export const Figures = (props: { readonly text: string }) => (
  <For each={phrasesOf(props.text)}>
    {(phrase) => (phrase.deciding ? <strong>{phrase.text}</strong> : phrase.text)}
  </For>
)
