/** Theme and sign-out. */
import { createSignal, For, Show } from "solid-js"
import { ProblemError } from "../api-call.ts"
import { signOut } from "../session.ts"
import { chooseTheme, type Theme, theme, themes } from "../theme.ts"
import { Person } from "./icons.tsx"
import { Popup } from "./Popup.tsx"

const names: Record<Theme, string> = { system: "Like the system", light: "Light", dark: "Dark" }

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
      name="Theme and session"
      buttonClass="control icon-button"
      buttonLabel="Theme and session"
      align="end"
      button={<Person />}
    >
      {() => (
        <div class="session-menu">
          <fieldset class="choices">
            <legend>Theme</legend>
            <For each={themes}>
              {(choice) => (
                <label>
                  <input
                    type="radio"
                    name="theme"
                    checked={theme() === choice}
                    onChange={() => chooseTheme(choice)}
                  />
                  {names[choice]}
                </label>
              )}
            </For>
          </fieldset>
          <button type="button" class="control" onClick={leave}>
            Sign out
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
