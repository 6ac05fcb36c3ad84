/** Ends tokens of accounts before their time: one by its id, or all that an account was given. */
import { createSignal, createUniqueId, Show } from "solid-js"
import { createAct } from "../create-act.ts"
import { deskClient } from "../desk-client.ts"
import { keysWords } from "../messages/keys.ts"
import { Choice } from "./ScopeBar.tsx"

const said = () => keysWords().tokens

export function TokensSection(props: { readonly onRevoked: () => void }) {
  const act = createAct()
  const [one, setOne] = createSignal(false)
  const [name, setName] = createSignal("")
  const [done, setDone] = createSignal("")
  const note = createUniqueId()
  const revoke = (event: SubmitEvent) => {
    event.preventDefault()
    const wanted = name().trim()
    void act.run(async () => {
      setDone("")
      await deskClient.revokeTokens(one() ? { id: wanted } : { account: wanted })
      setDone(one() ? said().oneDone(wanted) : said().allDone(wanted))
      setName("")
      props.onRevoked()
    })
  }
  return (
    <section class="section" aria-labelledby="tokens-title">
      <div class="section-head">
        <h2 id="tokens-title">{said().title}</h2>
        <p class="section-note">{said().note}</p>
      </div>
      <form class="desk-bar" onSubmit={revoke}>
        <Choice
          label={said().what}
          value={one() ? "one" : "all"}
          onChoose={(value) => setOne(value === "one")}
        >
          <option value="all">{said().all}</option>
          <option value="one">{said().one}</option>
        </Choice>
        <input
          type="text"
          class="control field"
          placeholder={one() ? said().id : said().account}
          aria-label={one() ? said().id : said().account}
          aria-describedby={one() ? note : undefined}
          required
          maxlength={128}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" class="control danger" disabled={act.busy() || name().trim() === ""}>
          {said().revoke}
        </button>
      </form>
      <Show when={one()}>
        <p class="note" id={note}>
          {said().idNote}
        </p>
      </Show>
      <p class="desk-done" role="status">
        {done()}
      </p>
      <Show when={act.failure()}>
        {(why) => (
          <p class="field-problem" role="alert">
            {why()}
          </p>
        )}
      </Show>
    </section>
  )
}
