/** What comes next and what was made good: forecast, refund check, estimate. Loaded after the page. */
import type { RangeScope } from "../client.ts"
import { aheadWords } from "../messages/ahead.ts"
import { useView } from "../view.ts"
import { Estimator } from "./Estimator.tsx"
import { ForecastView } from "./ForecastView.tsx"
import { RefundCheckView } from "./RefundCheckView.tsx"
import "../styles/ahead.css"

export function LookingAhead(props: { readonly scope: RangeScope | undefined }) {
  const view = useView()
  return (
    <section class="section" id="ahead" aria-labelledby="ahead-title">
      <div class="section-head">
        <h2 id="ahead-title">{aheadWords().title}</h2>
        <p class="section-note">{aheadWords().basis}</p>
      </div>
      <div class="ahead">
        <ForecastView scope={view.scope()} />
        <Estimator account={view.accountId()} />
        <RefundCheckView scope={props.scope} />
      </div>
    </section>
  )
}
