/** All keys of the page, and what each figure is. */
import { For, Show } from "solid-js"
import { helpWords } from "../messages/help.ts"
import { m } from "../messages.ts"
import { placesFor } from "../places.ts"
import { shortcuts, shortcutsOn } from "../shortcuts.ts"
import { useView } from "../view.ts"
import { Keys } from "./Keys.tsx"
import { Modal } from "./Modal.tsx"

export function HelpDialog(props: { readonly onClose: () => void }) {
  const view = useView()
  const said = () => helpWords()
  /** None for the way to a screen that there is not, or that is not for who is signed in. */
  const nameOf = (action: string): string | undefined => {
    const place = placesFor(view.session.latest()).find((known) => known.action === action)
    const actions: Readonly<Record<string, string>> = said().actions
    return place === undefined ? actions[action] : m().shell.names[place.name]
  }
  return (
    <Modal title={said().title} onClose={props.onClose}>
      <h3>{said().keys}</h3>
      <Show when={!shortcutsOn()}>
        <p class="note">{said().keysOff}</p>
      </Show>
      <div class="help-keys">
        <For each={Object.entries(shortcuts)}>
          {([group, keys]) => (
            <section>
              <h4>{said().groups[group as keyof typeof shortcuts]}</h4>
              <dl>
                <For each={Object.entries(keys).filter(([action]) => nameOf(action) !== undefined)}>
                  {([action, text]) => (
                    <div>
                      <dt>{nameOf(action)}</dt>
                      <dd>
                        <Keys text={text} />
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
        <section>
          <h4>{said().groups.chart}</h4>
          <p class="note">{said().chart}</p>
        </section>
      </div>
      <h3>{said().figures}</h3>
      <dl class="help-figures">
        <For each={said().definitions}>
          {([name, text]) => (
            <div>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          )}
        </For>
      </dl>
      {/* The server's own page, not one of this router. */}
      <p>
        <a href="/docs" rel="external">
          {said().reference}
        </a>
      </p>
    </Modal>
  )
}
