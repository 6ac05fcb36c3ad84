/** "How much do I have, how fast is it going, and why?" */
import { For, lazy, Show, Suspense } from "solid-js"
import { InTurn } from "../components/InTurn.tsx"
import { Ledger } from "../components/Ledger.tsx"
import { PageHead } from "../components/PageHead.tsx"
import { ScopeBar } from "../components/ScopeBar.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { UsageFigures } from "../components/UsageFigures.tsx"
import { UsageFoot, UsageOverTime } from "../components/UsageOverTime.tsx"
import { createUsageRead } from "../create-usage-read.ts"
import { embedded } from "../embedded.ts"
import { m } from "../messages.ts"
import { rangeName, resolveRange } from "../ranges.ts"
import { printUrl } from "../url-state.ts"
import { usageSentence } from "../usage-sentence.ts"
import { useView } from "../view.ts"

// Below the chart, so it comes after it.
const LookingAhead = lazy(() =>
  import("../components/LookingAhead.tsx").then((code) => ({ default: code.LookingAhead })),
)

export function UsageScreen() {
  const view = useView()
  return (
    <Show when={view.accountId() ?? "unknown"} keyed>
      <UsageOfAccount />
    </Show>
  )
}

function UsageOfAccount() {
  const view = useView()
  const usage = createUsageRead()
  const sentence = () => {
    const overview = view.overview.latest()
    return overview === undefined ? undefined : usageSentence(overview)
  }
  const range = () => view.state().range
  const name = () => rangeName(range(), resolveRange(range(), view.rangeContext()))
  const history = () => {
    const rest = printUrl({ ...view.state(), range: "30d", day: undefined, page: undefined })
    return `/usage/history?range=30d${rest.replace("?", "&")}`
  }
  return (
    <div class="column">
      <PageHead screen={m().shell.names.usage} sentence={sentence()} />
      <ScopeBar />
      <section
        class="figures-section"
        aria-label={m().usage.figures}
        aria-busy={view.overview.latest() === undefined}
      >
        <SectionProblem read={view.overview} what={m().usage.what} />
        <Show when={view.overview.latest()} fallback={<WaitingFigures />}>
          {(overview) => <UsageFigures overview={overview()} zone={overview().meta.tz} />}
        </Show>
      </section>
      <InTurn>
        <UsageOverTime
          read={usage.read}
          rangeName={name()}
          foot={
            <>
              <Show when={!embedded}>
                <a href={history()}>{m().usage.history}</a>
              </Show>
              <UsageFoot read={usage.read} />
            </>
          }
        />
      </InTurn>
      <InTurn>
        <div class="ahead-place">
          <Suspense>
            <LookingAhead scope={usage.scope()} />
          </Suspense>
        </div>
        <InTurn>
          <Ledger title={m().usage.activity} scope={usage.scope()} />
        </InTurn>
      </InTurn>
    </div>
  )
}

const labels = () => [m().usage.available, m().usage.used, m().usage.rate]

function WaitingFigures() {
  const view = useView()
  return (
    <Show when={view.overview.problem() === undefined}>
      <div class="figures">
        <dl class="figures-large">
          <For each={labels()}>
            {(label) => (
              <div class="figure">
                <dt>{label}</dt>
                <dd>
                  <span class="skeleton skeleton-figure" aria-hidden="true" />
                </dd>
              </div>
            )}
          </For>
        </dl>
      </div>
    </Show>
  )
}
