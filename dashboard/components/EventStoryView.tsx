/** Why an entry is in the ledger: its sentence, its balances, its way, its fields. */
import { createMemo, For, type JSX, Show } from "solid-js"
import type { EventStory } from "#api/rejection-contract.ts"
import { dayOfInstant } from "../days.ts"
import { exactTime, fullDate, timestamp } from "../format-date.ts"
import {
  columnCredits,
  columnDigits,
  exactCredits,
  money,
  signedColumnCredits,
} from "../format-number.ts"
import { storyWords } from "../messages/story.ts"
import { m } from "../messages.ts"
import {
  balanceBefore,
  momentFrom,
  type Step,
  stepsOf,
  storedEvent,
  storySentence,
} from "../story.ts"
import { unitPrice } from "../unit-price.ts"
import { CopyButton } from "./CopyButton.tsx"
import { Payment } from "./Payment.tsx"

export interface StoryProps {
  readonly story: EventStory
  readonly zone: string
  /** Shows another event of the account. */
  readonly onOpen: (id: string) => void
}

export function EventStoryView(props: StoryProps) {
  const unlisted = () => {
    const { conflicts, conflict_count, rejections, rejection_count } = props.story
    return conflict_count + rejection_count - conflicts.length - rejections.length
  }
  return (
    <>
      <h2 class="story-sentence">
        <For each={storySentence(props.story, props.zone)}>
          {(phrase) => (phrase.deciding ? <em class="deciding">{phrase.text}</em> : phrase.text)}
        </For>
      </h2>
      <Balances {...props} />
      <h3>{storyWords().why}</h3>
      <ol class="steps">
        <For each={stepsOf(props.story)}>{(step) => <StepLine step={step} {...props} />}</For>
      </ol>
      <Show when={unlisted() > 0}>
        <p class="note">{storyWords().unlisted(unlisted())}</p>
      </Show>
      <p class="note">{storyWords().quiet}</p>
      <Fields {...props} />
      <Stored story={props.story} />
    </>
  )
}

function Balances(props: StoryProps) {
  const figures = createMemo(() => {
    const t = props.story.transaction
    if (t === null) return []
    const before = balanceBefore(t)
    const linked = props.story.refers_to ?? props.story.referred_by.at(-1)
    const digits = columnDigits([before, t.credits, t.balance_after, linked?.credits ?? "0"])
    const said = storyWords()
    const list = [
      { label: said.balanceBefore, text: columnCredits(before, digits), kind: "" },
      { label: said.thisEntry, text: signedColumnCredits(t.credits, digits), kind: t.type },
      { label: said.balanceAfter, text: columnCredits(t.balance_after, digits), kind: "" },
    ]
    if (linked !== undefined)
      list.push({
        label: said.linked(
          m().common.types[linked.type],
          momentFrom(linked.occurred_at, t.occurred_at, props.zone),
        ),
        text: signedColumnCredits(linked.credits, digits),
        kind: linked.type,
      })
    return list
  })
  return (
    <Show when={figures().length > 0}>
      <dl class="story-figures">
        <For each={figures()}>
          {({ label, text, kind }) => (
            <div>
              <dt>{label}</dt>
              <dd class={kind === "" ? undefined : `type-${kind}`}>{text}</dd>
            </div>
          )}
        </For>
      </dl>
    </Show>
  )
}

function StepLine(props: StoryProps & { readonly step: Step }) {
  const otherDay = () => {
    const { transaction, failure } = props.story
    const origin = transaction?.occurred_at ?? failure?.occurred_at ?? props.step.at
    const day = dayOfInstant(props.step.at, props.zone)
    return day === dayOfInstant(origin, props.zone) ? undefined : fullDate(day)
  }
  return (
    <li class="step" data-mark={props.step.mark}>
      <time datetime={props.step.at} title={timestamp(props.step.at, props.zone)}>
        <Show when={otherDay()}>{(day) => <span class="step-day">{day()}</span>}</Show>
        {exactTime(props.step.at, props.zone)}
      </time>
      <span class="step-mark" aria-hidden="true" />
      <p>
        <strong>{props.step.title}</strong>
        <span class="step-text">
          <Show when={props.step.event} fallback={props.step.text}>
            {(id) => (
              <button type="button" class="link-button" onClick={() => props.onOpen(id())}>
                {props.step.text}
              </button>
            )}
          </Show>
        </span>
      </p>
    </li>
  )
}

function Fields(props: StoryProps) {
  const t = () => props.story.transaction
  const labels = () => storyWords().labels
  return (
    <>
      <h3>{storyWords().fields}</h3>
      <dl class="fields">
        <Field label={labels().id}>
          <code>{props.story.id}</code>
          <CopyButton
            class="copy"
            text={() => props.story.id}
            label={m().common.copyOf(labels().id)}
          />
        </Field>
        <Show when={t()}>
          {(known) => (
            <>
              <Field label={labels().description}>{known().description}</Field>
              <Field label={labels().operation}>{known().operation}</Field>
              <Field label={labels().category}>{known().category}</Field>
              <Field label={labels().quantity} when={known().quantity}>
                {exactCredits(known().quantity ?? "")} {known().unit}{" "}
                <Show when={unitPrice(known())}>
                  {(each) => <span class="note">{storyWords().each(each())}</span>}
                </Show>
              </Field>
              <Field label={labels().amount} when={known().amount}>
                {money(known().amount ?? "", known().currency ?? "")}
              </Field>
              <Field label={labels().payment} when={known().reference}>
                <Payment reference={known().reference ?? ""} />
                <CopyButton
                  class="copy"
                  text={() => known().reference ?? ""}
                  label={m().common.copyOf(labels().payment)}
                />
              </Field>
              <Field label={labels().refersTo} when={known().refers_to}>
                <button
                  type="button"
                  class="link-button"
                  onClick={() => props.onOpen(known().refers_to ?? "")}
                >
                  {known().refers_to}
                </button>
              </Field>
              <Field label={labels().actor} when={known().actor}>
                {known().actor}
              </Field>
              <For each={Object.entries(known().properties)}>
                {([name, value]) => <Field label={name}>{value}</Field>}
              </For>
            </>
          )}
        </Show>
      </dl>
    </>
  )
}

/** Nothing is shown for a field that `when` says is not there. */
function Field(props: {
  readonly label: string
  readonly when?: string | null
  readonly children: JSX.Element
}) {
  return (
    <Show when={props.when !== null}>
      <div>
        <dt>{props.label}</dt>
        <dd>{props.children}</dd>
      </div>
    </Show>
  )
}

function Stored(props: { readonly story: EventStory }) {
  const text = createMemo(() => {
    const event = storedEvent(props.story)
    return event === undefined ? undefined : JSON.stringify(event, null, 2)
  })
  return (
    <Show when={text()}>
      {(json) => (
        <>
          <div class="stored-head">
            <h3>{storyWords().stored}</h3>
            <span class="note">{storyWords().storedNote}</span>
            <CopyButton text={json}>{m().common.copy}</CopyButton>
          </div>
          <pre class="stored">{json()}</pre>
        </>
      )}
    </Show>
  )
}
