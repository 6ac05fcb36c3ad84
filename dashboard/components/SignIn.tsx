/** What somebody sees whom the API does not know: how to get in, and a field for a key. */
import { createSignal, Show } from "solid-js"
import { ProblemError } from "../api-call.ts"
import { signIn } from "../session.ts"
import { Wordmark } from "./icons.tsx"

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
      <h1>Sign in to see the usage</h1>
      <p>
        Open the one-time link that Tidemark prints when it starts, or enter an admin or API key.
        The admin key is in the file <code>admin-key</code> of the data folder. Afterwards you are
        back on this page.
      </p>
      <form onSubmit={submit}>
        <label for="sign-in-key">Key</label>
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
          Sign in
        </button>
      </form>
    </main>
  )
}
