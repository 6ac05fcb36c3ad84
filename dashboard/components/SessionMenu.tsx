/** Theme and sign-out. */
import { createSignal, For, Show } from "solid-js"
import { ProblemError } from "../api-call.ts"
import { m } from "../messages.ts"
import { setOpenPanel } from "../open-panel.ts"
import { signOut } from "../session.ts"
import { chooseTheme, theme, themes } from "../theme.ts"
import { Person } from "./icons.tsx"
import { Popup } from "./Popup.tsx"

export function SessionMenu() {
  const [failure, setFailure] = createSignal<string>()
  const leave = async () => {
    try {
      await signOut()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      setFailure(error.problem.detail)
    }
  }
  return (
    <Popup
      name={m().shell.menu.name}
      buttonClass="control icon-button"
      buttonLabel={m().shell.menu.name}
      align="end"
      button={<Person />}
    >
      {(close) => (
        <div class="session-menu">
          <fieldset class="choices">
            <legend>{m().shell.menu.theme}</legend>
            <For each={themes}>
              {(choice) => (
                <label>
                  <input
                    type="radio"
                    name="theme"
                    checked={theme() === choice}
                    onChange={() => chooseTheme(choice)}
                  />
                  {m().shell.menu.themes[choice]}
                </label>
              )}
            </For>
          </fieldset>
          <For each={["settings", "help"] as const}>
            {(panel) => (
              <button
                type="button"
                class="control"
                onClick={() => {
                  close()
                  setOpenPanel(panel)
                }}
              >
                {m().shell.menu[panel]}
              </button>
            )}
          </For>
          <button type="button" class="control" onClick={leave}>
            {m().shell.menu.signOut}
          </button>
          <Show when={failure()}>
            <p class="note" role="alert">
              {failure()}
            </p>
          </Show>
        </div>
      )}
    </Popup>
  )
}
