/** A screen for some: what it is to who may, and an explanation to who may not. */
import { type JSX, Show } from "solid-js"
import type { Session } from "#api/contract.ts"
import { m } from "../messages.ts"
import { useView } from "../view.ts"
import { SectionProblem } from "./SectionProblem.tsx"

export function Permitted(props: {
  readonly may: (session: Session) => boolean
  readonly words: { readonly noPermission: string; readonly noPermissionText: string }
  readonly children: (session: () => Session) => JSX.Element
}) {
  const view = useView()
  return (
    <Show
      when={view.session.latest()}
      fallback={
        <div class="column">
          <SectionProblem read={view.session} what={m().common.session} />
        </div>
      }
    >
      {(session) => (
        <Show
          when={props.may(session())}
          fallback={
            <section class="column empty-page">
              <h1>{props.words.noPermission}</h1>
              <p>{props.words.noPermissionText}</p>
            </section>
          }
        >
          {props.children(session)}
        </Show>
      )}
    </Show>
  )
}
