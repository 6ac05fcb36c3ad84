/** A section that failed says what happened and offers to try again; the others go on working. */
import { Show } from "solid-js"
import type { Problem } from "#api/contract.ts"
import type { Read } from "../create-read.ts"
import { m } from "../messages.ts"

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
            <strong>{m().common.couldNotLoad(props.what)}</strong> {titleOf(problem())}.{" "}
            {problem().detail}
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

/** In the language of the page where it is one of the problems that sections meet. */
const titleOf = ({ type, title }: Problem): string => {
  const titles: Readonly<Record<string, string>> = m().problems.titles
  return titles[type.replace("/problems/", "")] ?? title
}
