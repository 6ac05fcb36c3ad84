/** "What happened over a longer time?" */

import { createMemo, For, Show } from "solid-js"
import type { Usage } from "#api/contract.ts"
import { stripOf } from "../brush.ts"
import { client } from "../client.ts"
import { CalendarYears } from "../components/CalendarYears.tsx"
import { Credits } from "../components/Figure.tsx"
import { InTurn } from "../components/InTurn.tsx"
import { Tick } from "../components/icons.tsx"
import { Ledger } from "../components/Ledger.tsx"
import { LifetimeBrush } from "../components/LifetimeBrush.tsx"
import { PageHead } from "../components/PageHead.tsx"
import { GrainChoice, ScopeBar } from "../components/ScopeBar.tsx"
import { StatementSection } from "../components/StatementSection.tsx"
import { UsageBreakdown } from "../components/UsageBreakdown.tsx"
import { barCount, UsageFoot, UsageOverTime } from "../components/UsageOverTime.tsx"
import { createRead, type Read } from "../create-read.ts"
import { createUsageRead, refreshOnNews } from "../create-usage-read.ts"
import { equationOf, historySentence } from "../history-sentence.ts"
import { historyWords } from "../messages/history.ts"
import { m } from "../messages.ts"
import { rangePhrase, resolveRange } from "../ranges.ts"
import { useView } from "../view.ts"
import "../styles/brush.css"
import "../styles/calendar.css"
import "../styles/fold.css"
import "../styles/statement.css"

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
  // Asked once for all that shows the whole lifetime.
  const lifetime = createRead(() => {
    const scope = view.scope()
    return scope === undefined
      ? undefined
      : { ...scope, range: "all" as const, filters: [], grain: "day" as const }
  }, client.usage)
  refreshOnNews(lifetime)
  const sentence = () => {
    const known = usage.read.latest()
    if (known === undefined) return undefined
    const days = { first: known.first_day, last: known.last_day }
    return historySentence(known, rangePhrase(view.state().range, days, view.today()))
  }
  // They are of all entries.
  const unusual = createMemo(() =>
    view.state().filters.length > 0
      ? undefined
      : lifetime
          .latest()
          ?.series.filter(({ flagged }) => flagged)
          .map(({ bucket }) => bucket),
  )
  const name = () => {
    const known = usage.read.latest()
    return known === undefined ? "" : barCount(known)
  }
  return (
    <div class="column">
      <PageHead screen={m().shell.names.history} sentence={sentence()} />
      <ScopeBar>
        <GrainChoice
          grain={usage.grain()}
          allowed={usage.allowed()}
          automatic={usage.automatic()}
        />
      </ScopeBar>
      <Show when={usage.read.latest()} fallback={<div class="figures skeleton-row" />}>
        {(known) => (
          // Of filtered entries no balance is made.
          <Show when={view.state().filters.length === 0}>
            <BalanceEquation usage={known()} />
          </Show>
        )}
      </Show>
      <InTurn>
        <UsageOverTime
          read={usage.read}
          rangeName={name()}
          unusual={unusual()}
          foot={
            <>
              <Brush lifetime={lifetime} />
              <UsageFoot read={usage.read} />
            </>
          }
        />
      </InTurn>
      <InTurn>
        <CalendarYears read={lifetime} />
      </InTurn>
      <InTurn>
        <StatementSection />
      </InTurn>
      <InTurn>
        <UsageBreakdown scope={usage.scope()} />
      </InTurn>
      <InTurn>
        <Ledger title={historyWords().activity} scope={usage.scope()} />
      </InTurn>
    </div>
  )
}

function Brush(props: { readonly lifetime: Read<Usage> }) {
  const view = useView()
  const strip = createMemo(() => {
    const usage = props.lifetime.latest()
    return usage === undefined || usage.series.length < 2 ? undefined : stripOf(usage)
  })
  const range = () => resolveRange(view.state().range, view.rangeContext())
  return (
    <Show when={strip()} fallback={<div class="brush" />}>
      {(known) => (
        <>
          <div class="brush-part">
            <LifetimeBrush
              strip={known()}
              range={range() ?? known().days}
              onChoose={(chosen) => view.update({ range: chosen })}
            />
          </div>
          <p class="note">{historyWords().brush.note}</p>
        </>
      )}
    </Show>
  )
}

/** Opening + added − spent = closing: the range's proof, in one line. */
function BalanceEquation(props: { readonly usage: Usage }) {
  const equation = createMemo(() => equationOf(props.usage))
  const parts = () =>
    [
      [historyWords().equation.opening, "", equation().opening],
      [historyWords().equation.added, "+", equation().added],
      [historyWords().equation.spent, "−", equation().spent],
      [historyWords().equation.closing, "=", equation().closing],
    ] as const
  return (
    <dl class="figures equation" aria-label={historyWords().equation.label}>
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
                  fallback={<p class="figure-note late">{historyWords().equation.differs}</p>}
                >
                  <span class="adds-up">
                    <Tick /> <span>{historyWords().equation.adds}</span>
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
