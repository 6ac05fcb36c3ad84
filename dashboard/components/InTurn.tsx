/** A part of the page that is made in a task of its own: what stands above it is painted, and answers keys, before. */
import { createSignal, type JSX, onCleanup, Show } from "solid-js"
import { inTurn } from "../turns.ts"

export function InTurn(props: {
  readonly children: JSX.Element
  /** What keeps its place until then. */
  readonly fallback?: JSX.Element
}) {
  const [come, setCome] = createSignal(false)
  onCleanup(inTurn(() => setCome(true)))
  return (
    <Show when={come()} fallback={props.fallback ?? <span hidden aria-busy="true" />}>
      {props.children}
    </Show>
  )
}
