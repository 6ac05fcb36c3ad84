/** What is looked after, theme and sign-out. */
import { createSignal, For, Show } from "solid-js"
import { ProblemError } from "../api-call.ts"
import { m } from "../messages.ts"
import { setOpenPanel } from "../open-panel.ts"
import { placesFor } from "../places.ts"
import { signOut } from "../session.ts"
import { chooseTheme, theme, themes } from "../theme.ts"
import { useView } from "../view.ts"
import { Person } from "./icons.tsx"
import { Popup } from "./Popup.tsx"

export function SessionMenu() {
  const view = useView()
  const desks = () => placesFor(view.session.latest()).filter(({ inMenu }) => inMenu === true)
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
          <For each={desks()}>
            {(desk) => (
              <a
                class="control"
                href={view.href(desk.path, { page: undefined, day: undefined })}
                onClick={close}
              >
                {m().shell.names[desk.name]}
              </a>
            )}
          </For>
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
