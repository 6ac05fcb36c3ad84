/** What somebody sees whom the API does not know: how to get in, and a field for a key. */
import { createSignal, Show } from "solid-js"
import { ProblemError } from "../api-call.ts"
import { m } from "../messages.ts"
import { signIn } from "../session.ts"
import { Wordmark } from "./icons.tsx"
import { Marked } from "./Phrases.tsx"

const said = () => m().shell.signIn

export function SignIn() {
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  let key!: HTMLInputElement
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await signIn(key.value.trim())
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      setFailure(error.problem.detail)
      key.focus()
    } finally {
      setBusy(false)
    }
  }
  return (
    <main class="sign-in" id="content">
      <p class="wordmark">
        <Wordmark /> Tidemark
      </p>
      <h1>{said().title}</h1>
      <p>
        <Marked text={said().text("⟦admin-key⟧")} />
      </p>
      <form onSubmit={submit}>
        <label for="sign-in-key">{said().key}</label>
        <input
          id="sign-in-key"
          ref={key}
          class="control field"
          type="password"
          autocomplete="current-password"
          spellcheck={false}
          required
          maxlength={4096}
          aria-invalid={failure() !== undefined}
          aria-describedby={failure() === undefined ? undefined : "sign-in-failure"}
        />
        <Show when={failure()}>
          <p id="sign-in-failure" class="field-problem" role="alert">
            {failure()}
          </p>
        </Show>
        <button type="submit" class="control primary" disabled={busy()}>
          {said().submit}
        </button>
      </form>
    </main>
  )
}
