import { For } from "solid-js"

const signs: Readonly<Record<string, string>> = {
  Escape: "Esc",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Enter: "↵",
}

/** One key, or several one after the other: `g h`. */
export const Keys = (props: { readonly text: string }) => (
  <For each={props.text.split(" ")}>{(key) => <kbd>{signs[key] ?? key}</kbd>}</For>
)
