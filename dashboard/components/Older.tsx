/** Further back in a list, and to its beginning again. */
import { Show } from "solid-js"

export function Older(props: {
  readonly words: { readonly older: string; readonly newest: string }
  readonly cursor: string | undefined
  readonly next: string | null
  readonly onMove: (cursor: string | undefined) => void
}) {
  return (
    <Show when={props.cursor !== undefined || props.next !== null}>
      <div class="desk-acts desk-pages">
        <Show when={props.cursor !== undefined}>
          <button type="button" class="control" onClick={() => props.onMove(undefined)}>
            {props.words.newest}
          </button>
        </Show>
        <Show when={props.next}>
          {(next) => (
            <button type="button" class="control" onClick={() => props.onMove(next())}>
              {props.words.older}
            </button>
          )}
        </Show>
      </div>
    </Show>
  )
}
