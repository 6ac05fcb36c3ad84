/** "What happened over a longer time?" */

import { createMemo, For, Show } from "solid-js"
import type { Usage } from "#api/contract.ts"
import { CategoryBreakdown } from "../components/CategoryBreakdown.tsx"
import { Credits } from "../components/Figure.tsx"
import { Tick } from "../components/icons.tsx"
import { Ledger } from "../components/Ledger.tsx"
import { PageHead } from "../components/PageHead.tsx"
import { GrainChoice, ScopeBar } from "../components/ScopeBar.tsx"
import { barCount, UsageFoot, UsageOverTime } from "../components/UsageOverTime.tsx"
import { createUsageRead } from "../create-usage-read.ts"
import { equationOf, historySentence } from "../history-sentence.ts"
import { rangePhrase } from "../ranges.ts"
import { useView } from "../view.ts"

export function HistoryScreen() {
  const view = useView()
  return (
    <Show when={view.accountId() ?? "unknown"} keyed>
      <HistoryOfAccount />
    </Show>
  )
}

function HistoryOfAccount() {
  const view = useView()
  const usage = createUsageRead()
  const sentence = () => {
    const known = usage.read.latest()
    if (known === undefined) return undefined
    const days = { first: known.first_day, last: known.last_day }
    return historySentence(known, rangePhrase(view.state().range, days, view.today()))
  }
  const name = () => {
    const known = usage.read.latest()
    return known === undefined ? "" : barCount(known)
  }
  return (
    <div class="column">
      <PageHead screen="History" sentence={sentence()} />
      <ScopeBar>
        <GrainChoice
          grain={usage.grain()}
          allowed={usage.allowed()}
          automatic={usage.automatic()}
        />
      </ScopeBar>
      <Show when={usage.read.latest()} fallback={<div class="figures skeleton-row" />}>
        {(known) => <BalanceEquation usage={known()} />}
      </Show>
      <UsageOverTime read={usage.read} rangeName={name()} foot={<UsageFoot read={usage.read} />} />
      <CategoryBreakdown scope={usage.scope()} />
      <Ledger title="Activity" scope={usage.scope()} />
    </div>
  )
}

/** Opening + added − spent = closing: the range's proof, in one line. */
function BalanceEquation(props: { readonly usage: Usage }) {
  const equation = createMemo(() => equationOf(props.usage))
  const parts = () =>
    [
      ["Opening balance", "", equation().opening],
      ["Added", "+", equation().added],
      ["Spent", "−", equation().spent],
      ["Closing balance", "=", equation().closing],
    ] as const
  return (
    <dl class="figures equation" aria-label="Balance of these days">
      <For each={parts()}>
        {([label, sign, value]) => (
          <div class="figure">
            <dt>{label}</dt>
            <dd>
              <Show when={sign}>
                <span class="equation-sign">{sign}</span>
              </Show>
              <Credits value={value} />
              <Show when={sign === "="}>
                <Show
                  when={equation().holds}
                  fallback={<p class="figure-note late">does not add up</p>}
                >
                  <span class="adds-up">
                    <Tick /> <span>adds up</span>
                  </span>
                </Show>
              </Show>
            </dd>
          </div>
        )}
      </For>
    </dl>
  )
}
