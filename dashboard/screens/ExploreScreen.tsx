/** "Where do credits go?" */
import { Show } from "solid-js"
import { InTurn } from "../components/InTurn.tsx"
import { PageHead } from "../components/PageHead.tsx"
import { createExplore } from "../explore/create-explore.ts"
import { ExploreBreakdown } from "../explore/ExploreBreakdown.tsx"
import { ExploreChart } from "../explore/ExploreChart.tsx"
import { exploreSentence } from "../explore/explore-sentence.ts"
import { LinkedLists } from "../explore/LinkedLists.tsx"
import { QuestionLine } from "../explore/QuestionLine.tsx"
import { dimensionName } from "../explore/question-words.ts"
import { SavedViews } from "../explore/SavedViews.tsx"
import { offerExport } from "../export-offer.ts"
import { exploreWords } from "../messages/explore.ts"
import { m } from "../messages.ts"
import { rangePhrase } from "../ranges.ts"
import { useView } from "../view.ts"
import "../styles/explore.css"

export function ExploreScreen() {
  const view = useView()
  // Another account's figures under this one's name would be wrong, however briefly.
  const whom = () => (view.state().everyone ? "everyone" : `one ${view.accountId() ?? ""}`)
  return (
    <Show when={whom()} keyed>
      <Explored />
    </Show>
  )
}

function Explored() {
  const view = useView()
  const explore = createExplore()
  offerExport(() => {
    const { everyone, by } = view.state()
    return { report: "breakdown", by, ...(everyone && { account: null }) }
  })
  const sentence = () => {
    const known = explore.explored()
    if (known === undefined) return undefined
    const { usage, by } = known
    const days = { first: usage.first_day, last: usage.last_day }
    return exploreSentence(usage, { by, time: rangePhrase(view.state().range, days, view.today()) })
  }
  const question = () => {
    const { measure, by } = view.state()
    return exploreWords().chart.title(exploreWords().measureTitles[measure], dimensionName(by))
  }
  return (
    <div class="column explore">
      <PageHead
        screen={m().shell.names.explore}
        name={view.state().everyone ? m().shell.account.everyone : undefined}
        sentence={sentence()}
        actions={<SavedViews question={question()} />}
      />
      <QuestionLine explore={explore} />
      <InTurn>
        <ExploreChart explore={explore} />
      </InTurn>
      <InTurn>
        <LinkedLists explore={explore} />
      </InTurn>
      <InTurn>
        <ExploreBreakdown explore={explore} />
      </InTurn>
    </div>
  )
}
