/** Which days another rule would flag, and a button that puts it in force. */
import { createUniqueId, For, Show } from "solid-js"
import { Figures } from "../components/Phrases.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import type { Filter } from "../filters.ts"
import { shortDate } from "../format-date.ts"
import { exactCredits } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import type { HighUsagePreview } from "../operations-client.ts"
import { createRuleDraft, ruleFields } from "./create-rule-draft.ts"
import { RuleStrip } from "./RuleStrip.tsx"

/** More days than this are counted, not named. */
const NAMED_MAX = 4
const said = () => watchWords().rule

export interface RuleSectionProps {
  readonly tz: string
  readonly filters: ReadonlyArray<Filter>
  readonly today: string
  readonly admin: boolean
  /** The rule in force was changed. */
  readonly onUsed: () => void
}

export function RuleSection(props: RuleSectionProps) {
  const draft = createRuleDraft(props)
  const { read } = draft
  const title = createUniqueId()
  const answer = createUniqueId()
  return (
    <section class="half" id="rule" aria-labelledby={title} aria-busy={read.pending()}>
      <div class="section-head">
        <h2 id={title}>{said().title}</h2>
      </div>
      <div class="rule-fields">
        <For each={ruleFields}>
          {(field) => (
            <label class="rule-field" classList={{ changed: draft.isChanged(field) }}>
              <span>{said()[field]}</span>
              <input
                type="text"
                inputmode="decimal"
                class="control field"
                maxlength={16}
                disabled={read.latest() === undefined}
                aria-invalid={read.latest() !== undefined && draft.rule() === undefined}
                aria-describedby={answer}
                value={draft.shown(field)}
                onInput={(event) => draft.type(field, event.currentTarget.value)}
              />
            </label>
          )}
        </For>
      </div>
      <SectionProblem read={read} what={said().what} />
      <div id={answer} role="status" class="rule-answer">
        <Show when={read.latest()}>
          {(known) => (
            <Show when={draft.rule()} fallback={<p class="field-problem">{said().bad}</p>}>
              <Answer preview={known()} today={props.today} />
            </Show>
          )}
        </Show>
        <Show when={draft.done()}>
          <p class="operations-done">{said().used}</p>
        </Show>
      </div>
      <Show
        when={read.latest()}
        fallback={<div class="skeleton skeleton-strip" aria-hidden="true" />}
      >
        {(known) => <RuleStrip preview={known()} today={props.today} />}
      </Show>
      <RuleButtons draft={draft} admin={props.admin} />
      <Show when={read.latest()}>
        {(known) => <p class="note rule-note">{ruleWords(known().in_force.rule)}</p>}
      </Show>
    </section>
  )
}

function RuleButtons(props: {
  readonly draft: ReturnType<typeof createRuleDraft>
  readonly admin: boolean
}) {
  const { act, changed, rule, inForce, reset, use } = props.draft
  return (
    <>
      <div class="operations-tools">
        <Show when={props.admin} fallback={<p class="note">{said().onlyAdmin}</p>}>
          <button
            type="button"
            class="control primary"
            disabled={act.busy() || changed().length === 0 || rule() === undefined}
            onClick={() => void use()}
          >
            {said().use}
          </button>
        </Show>
        <Show when={changed().length > 0}>
          <button type="button" class="control" onClick={reset}>
            {said().back(changed().map(inForce).join(", "))}
          </button>
        </Show>
      </div>
      <Show when={act.failure()}>
        {(why) => (
          <p class="field-problem" role="alert">
            {why()}
          </p>
        )}
      </Show>
    </>
  )
}

const ruleWords = (rule: HighUsagePreview["rule"]) =>
  said().inForce({
    deviations: exactCredits(rule.deviations),
    scale: exactCredits(rule.scale),
    ratio: exactCredits(rule.ratio),
    floor: exactCredits(rule.floor),
    weeks: rule.weeks,
    samples: rule.samples,
    recent: rule.recent_days,
  })

function Answer(props: { readonly preview: HighUsagePreview; readonly today: string }) {
  const named = (all: ReadonlyArray<string>) => {
    const shown = all.slice(-NAMED_MAX).map((day) => shortDate(day, props.today))
    const rest = all.length - shown.length
    return rest === 0 ? shown.join(", ") : said().andMore(shown.join(", "), rest)
  }
  const against = () => {
    const { added, removed } = props.preview
    if (added.length === 0 && removed.length === 0) return said().same
    if (removed.length === 0) return said().more(added.length, named(added))
    if (added.length === 0) return said().fewer(removed.length, named(removed))
    return said().other(named(added), named(removed))
  }
  return (
    <p>
      <Figures text={said().flags(props.preview.count, props.preview.days)} />
      {against()}
    </p>
  )
}
