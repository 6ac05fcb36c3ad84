/** How many of the last 90 days another rule would flag. */
import { createEffect, createSignal, createUniqueId, on, onCleanup, Show } from "solid-js"
import { createRead } from "../create-read.ts"
import { weekdayDate } from "../format-date.ts"
import { exactCredits, readNumber } from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import type { HighUsagePreview } from "../operations-client.ts"
import { operationsClient, type RuleQuestion } from "../operations-client.ts"
import { readRule } from "../operations-words.ts"
import { Phrases } from "./Phrases.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

const PAUSE_MS = 250
const said = () => operationsWords().preview

/** The rule in force, until its answer says so. */
const FIRST = { deviations: "3", ratio: "1.5" }

export function RulePreview(props: { readonly tz: string; readonly today: string }) {
  const [deviations, setDeviations] = createSignal(exactCredits(FIRST.deviations))
  const [ratio, setRatio] = createSignal(exactCredits(FIRST.ratio))
  const [asked, setAsked] = createSignal<Omit<RuleQuestion, "tz">>(FIRST)
  const rule = () => readRule(readNumber(deviations()), readNumber(ratio()))
  const title = createUniqueId()
  const answer = createUniqueId()
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  createEffect(
    on([deviations, ratio], () => {
      clearTimeout(timer)
      const typed = rule()
      if (typed !== undefined) timer = setTimeout(() => setAsked(typed), PAUSE_MS)
    }),
  )
  const read = createRead(() => ({ ...asked(), tz: props.tz }), operationsClient.preview)
  const field = (label: string, value: () => string, set: (text: string) => void) => (
    <label class="rule-field">
      <span>{label}</span>
      <input
        type="text"
        inputmode="decimal"
        class="control field"
        maxlength={12}
        aria-invalid={rule() === undefined}
        aria-describedby={answer}
        value={value()}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  )
  return (
    <section class="section" aria-labelledby={title} aria-busy={read.pending()}>
      <h2 id={title}>{said().title}</h2>
      <div class="rule-fields">
        {field(said().deviations, deviations, setDeviations)}
        {field(said().ratio, ratio, setRatio)}
      </div>
      <SectionProblem read={read} what={said().what} />
      <div id={answer} role="status" class="rule-answer">
        <Show when={rule()} fallback={<p class="field-problem">{said().bad}</p>}>
          <Show when={read.latest()}>
            {(known) => <Answer preview={known()} today={props.today} />}
          </Show>
        </Show>
      </div>
      <Show when={read.latest()}>
        {(known) => (
          <p class="note">
            {ruleWords(known().in_force.rule)} {said().inForce}
          </p>
        )}
      </Show>
    </section>
  )
}

const ruleWords = (rule: HighUsagePreview["rule"]) =>
  said().rule({
    deviations: exactCredits(rule.deviations),
    scale: exactCredits(rule.scale),
    ratio: exactCredits(rule.ratio),
    floor: exactCredits(rule.floor),
    weeks: rule.weeks,
    samples: rule.samples,
    recent: rule.recent_days,
  })

function Answer(props: { readonly preview: HighUsagePreview; readonly today: string }) {
  const days = (all: ReadonlyArray<string>) =>
    all.map((day) => weekdayDate(day, props.today)).join(", ")
  const same = () => props.preview.added.length === 0 && props.preview.removed.length === 0
  return (
    <>
      <p>
        <Phrases text={said().flags(props.preview.count, props.preview.days)} />
        {same() ? said().same : said().change(props.preview.in_force.count)}
      </p>
      <Show when={props.preview.added.length > 0}>
        <p>{said().added(days(props.preview.added))}</p>
      </Show>
      <Show when={props.preview.removed.length > 0}>
        <p>{said().removed(days(props.preview.removed))}</p>
      </Show>
    </>
  )
}
