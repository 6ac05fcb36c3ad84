/** A sentence of the catalogue, its deciding piece underlined. */
import { For, type JSX } from "solid-js"
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

/** A text whose figures stand out; the first leads to what it is made of, where there is a way. */
export const Figures = (props: {
  readonly text: string
  readonly link?: (figure: string) => JSX.Element
}) => {
  const first = () => phrasesOf(props.text).findIndex(({ deciding }) => deciding)
  return (
    <For each={phrasesOf(props.text)}>
      {(phrase, i) =>
        phrase.deciding ? (
          <strong>{i() === first() && props.link ? props.link(phrase.text) : phrase.text}</strong>
        ) : (
          phrase.text
        )
      }
    </For>
  )
}
