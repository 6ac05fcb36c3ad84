/** A media query as a signal, for what a style sheet cannot do: another element for the same rows. */
import { type Accessor, createSignal, onCleanup } from "solid-js"

export const createMediaQuery = (query: string): Accessor<boolean> => {
  const list = window.matchMedia(query)
  const [matches, setMatches] = createSignal(list.matches)
  const follow = () => setMatches(list.matches)
  list.addEventListener("change", follow)
  onCleanup(() => list.removeEventListener("change", follow))
  return matches
}

/** On a small screen the entries are a list, which has no columns to choose from. */
export const createIsList = (): Accessor<boolean> => createMediaQuery("(max-width: 39.99em)")
