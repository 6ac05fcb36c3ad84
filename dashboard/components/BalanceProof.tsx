/** The balance four times, each summed up on its own way; asked for, since it counts every entry. */
import { createSignal, For, Show } from "solid-js"
import type { Proof } from "#api/contract.ts"
import { client } from "../client.ts"
import { createRead } from "../create-read.ts"
import { exactCredits } from "../format-number.ts"
import { historyWords } from "../messages/history.ts"
import { m } from "../messages.ts"
import { proofHolds, proofSums } from "../statement.ts"
import { useView } from "../view.ts"
import { Tick } from "./icons.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

const said = () => historyWords().proof

export function BalanceProof() {
  const view = useView()
  const [asked, setAsked] = createSignal(false)
  return (
    <div class="proof">
      <Show
        when={asked()}
        fallback={
          <button type="button" class="link-button" onClick={() => setAsked(true)}>
            {said().check}
          </button>
        }
      >
        <Answer account={view.accountId()} />
      </Show>
    </div>
  )
}

function Answer(props: { readonly account: string | undefined }) {
  const read = createRead(() => props.account, client.proof)
  return (
    <div aria-busy={read.pending()} role="status">
      <SectionProblem read={read} what={said().what} />
      <Show when={read.latest()}>{(proof) => <Sums proof={proof()} />}</Show>
    </div>
  )
}

function Sums(props: { readonly proof: Proof }) {
  const drift = () =>
    props.proof.drift === "0" ? said().noDrift : said().drift(exactCredits(props.proof.drift))
  return (
    <>
      <p>
        <Show
          when={proofHolds(props.proof)}
          fallback={<strong class="late">{said().differ}</strong>}
        >
          <strong class="adds-up">
            <Tick /> {said().agree(exactCredits(props.proof.balance))}
          </strong>
        </Show>{" "}
        <span class="note">
          {said().groups(props.proof.groups)}
          {drift()} ·{" "}
          <a
            href={`/v1/accounts/${encodeURIComponent(props.proof.account)}/proof`}
            target="_blank"
            rel="noreferrer"
          >
            {said().link} <span class="visually-hidden">{m().common.newTab}</span>
          </a>
        </span>
      </p>
      <dl class="proof-sums">
        <For each={proofSums}>
          {(name) => (
            <div>
              <dt>{said().sums[name]}</dt>
              <dd>
                {exactCredits(props.proof[name].balance)}{" "}
                <Show when={props.proof[name].balance === props.proof.balance}>
                  <span class="adds-up">
                    <Tick />
                  </span>
                </Show>
              </dd>
            </div>
          )}
        </For>
      </dl>
    </>
  )
}
