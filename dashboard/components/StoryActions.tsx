/** What to do with the entry one looks at: see what belongs to it, or take it along. */
import { Show } from "solid-js"
import type { Transaction } from "#api/contract.ts"
import type { EventStory } from "#api/rejection-contract.ts"
import type { Day } from "../days.ts"
import { embedded } from "../embedded.ts"
import { storyWords } from "../messages/story.ts"
import { supportBundle } from "../story.ts"
import { CopyButton } from "./CopyButton.tsx"

export function StoryActions(props: {
  readonly transaction: Transaction | undefined
  readonly story: EventStory | undefined
  readonly canStep: boolean
  /** Shows the entries of a day. */
  readonly onDay: (day: Day) => void
}) {
  return (
    <footer class="sheet-foot">
      <Show when={props.transaction}>
        {(t) => (
          <button type="button" class="control" onClick={() => props.onDay(t().day)}>
            {storyWords().thatDay}
          </button>
        )}
      </Show>
      <Show when={!embedded}>
        <CopyButton text={() => location.href}>{storyWords().copyLink}</CopyButton>
      </Show>
      <Show when={props.story}>
        {(story) => (
          <CopyButton text={() => supportBundle(story(), location.href)}>
            {storyWords().copyBundle}
          </CopyButton>
        )}
      </Show>
      <p class="sheet-keys" aria-hidden="true">
        <Show when={props.canStep}>
          <kbd>J</kbd> <kbd>K</kbd> {storyWords().step}{" "}
        </Show>
        <kbd>Esc</kbd> {storyWords().closeKey}
      </p>
    </footer>
  )
}
