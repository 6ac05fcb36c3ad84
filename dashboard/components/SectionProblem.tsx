/** A section that failed says what happened and offers to try again; the others go on working. */
import { Show } from "solid-js"
import type { Read } from "../create-read.ts"
import { m } from "../messages.ts"
import { problemWords } from "../problem-words.ts"

export function SectionProblem(props: {
  readonly read: Pick<Read<unknown>, "problem" | "again" | "pending">
  /** The start of the sentence: "The daily usage". */
  readonly what: string
  /** Another way out, where trying again will not help. */
  readonly way?: { readonly label: string; readonly take: () => void }
}) {
  return (
    <Show when={props.read.problem()}>
      {(problem) => (
        <div class="problem" role="alert">
          <p>
            <strong>{m().common.couldNotLoad(props.what)}</strong> {problemWords(problem()).title}.{" "}
            {problemWords(problem()).detail}
            <Show when={problem().requestId}>
              {(id) => (
                <span class="problem-request">
                  {m().problems.request} <code>{id()}</code>
                </span>
              )}
            </Show>
          </p>
          <button
            type="button"
            class="control"
            disabled={props.read.pending()}
            onClick={() => props.read.again()}
          >
            {m().common.retry}
          </button>
          <Show when={props.way}>
            {(way) => (
              <button type="button" class="control" onClick={() => way().take()}>
                {way().label}
              </button>
            )}
          </Show>
        </div>
      )}
    </Show>
  )
}
