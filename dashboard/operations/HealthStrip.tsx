/** Trust first: how fresh, how complete and how right the figures are, before any is read. */
import { type JSX, Show } from "solid-js"
import type { Rejections } from "#api/rejection-contract.ts"
import { PlaceLink } from "../components/PlaceLink.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import type { Read } from "../create-read.ts"
import { clockTime, dayAndTime } from "../format-date.ts"
import { count, credits, exactCredits } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import type { Gaps, Integrity, Pipeline, Ready } from "../operations-client.ts"
import { REJECTIONS_LIMIT } from "../operations-client.ts"
import type { LiveCounter } from "./create-live-rate.ts"

const said = () => watchWords().health

export interface HealthStripProps {
  readonly ready: Read<Ready>
  readonly pipeline: Read<Pipeline>
  /** Those that are open. */
  readonly rejections: Read<Rejections>
  readonly integrity: Read<Integrity>
  /** Not for everybody. */
  readonly gaps: Read<Gaps> | undefined
  readonly live: LiveCounter
  readonly days: number
  readonly tz: string
}

export function HealthStrip(props: HealthStripProps) {
  return (
    <section aria-label={said().label}>
      <dl class="health-strip">
        <Lag {...props} />
        <Rate live={props.live} />
        <Figure
          name="duplicates"
          label={said().duplicates(props.days)}
          note={<PlaceLink place="pipeline">{said().duplicatesNote}</PlaceLink>}
        >
          <Show when={props.pipeline.latest()} fallback="–">
            {(known) => count(known().fates.duplicate)}
          </Show>
        </Figure>
        <Review rejections={props.rejections} />
        <Proof {...props} />
      </dl>
      <SectionProblem read={props.ready} what={said().what} />
    </section>
  )
}

const Figure = (props: {
  /** For tests. */
  readonly name: string
  readonly label: string
  readonly tool?: JSX.Element
  readonly children: JSX.Element
  readonly note: JSX.Element
}) => (
  <div>
    <dt>
      {props.label}
      {props.tool}
    </dt>
    <dd data-health={props.name}>{props.children}</dd>
    <dd class="note">{props.note}</dd>
  </div>
)

function Lag(props: HealthStripProps) {
  const known = () => (props.ready.problem() === undefined ? props.ready.latest() : undefined)
  const seconds = () => known()?.lag?.seconds
  return (
    <Figure
      name="lag"
      label={said().lag}
      note={
        <Show
          when={known()?.complete_to}
          fallback={said().missing(known()?.missing.join(", ") ?? "–")}
        >
          {(instant) => (
            <time datetime={instant()} data-health="complete">
              {said().complete(clockTime(instant(), props.tz))}
            </time>
          )}
        </Show>
      }
    >
      <Show when={seconds() !== undefined} fallback="–">
        {said().seconds(exactCredits((seconds() ?? 0).toFixed(1)))}
      </Show>
    </Figure>
  )
}

function Rate(props: { readonly live: LiveCounter }) {
  const rate = () => props.live.rate()
  const note = () => {
    const known = rate()
    if (props.live.paused()) return said().paused
    if (known === undefined) return said().waiting
    return known.seconds < 60
      ? said().soFar(known.entries, known.seconds)
      : said().entries(known.entries)
  }
  return (
    <Figure
      name="rate"
      label={said().rate}
      note={note()}
      tool={
        <button
          type="button"
          class="link-button pause"
          aria-pressed={props.live.paused()}
          onClick={() => props.live.setPaused(!props.live.paused())}
        >
          {props.live.paused() ? said().resume : said().pause}
        </button>
      }
    >
      <Show when={rate()} fallback="–">
        {(known) => credits(known().credits)}
      </Show>
    </Figure>
  )
}

const kinds = ["conflict", "rejected", "unreadable"] as const

function Review(props: { readonly rejections: Read<Rejections> }) {
  const known = () => props.rejections.latest()
  const words = (rejections: Rejections["rejections"]) =>
    kinds
      .map((kind) => ({ kind, n: rejections.filter(({ reason }) => reason === kind).length }))
      .filter(({ n }) => n > 0)
      .map(({ kind, n }) => said().reviewKinds[kind](n))
      .join(", ")
  return (
    <Figure
      name="review"
      label={said().review}
      note={
        <Show when={known()?.rejections.length} fallback={said().reviewNothing}>
          <Show when={known()?.next === null}>{words(known()?.rejections ?? [])} · </Show>
          <PlaceLink place="not-counted">{said().seeThem}</PlaceLink>
        </Show>
      }
    >
      <Show when={known()} fallback="–">
        {(open) =>
          open().next === null
            ? count(open().rejections.length)
            : said().reviewMore(REJECTIONS_LIMIT)
        }
      </Show>
    </Figure>
  )
}

function Proof(props: HealthStripProps) {
  const last = () => props.integrity.latest()?.last
  const gaps = () => props.gaps?.latest()?.gaps.length ?? 0
  return (
    <Figure
      name="integrity"
      label={said().integrity}
      note={
        <>
          <PlaceLink place="integrity">
            <Show when={last()} fallback={said().notYet}>
              {(run) => said().groups(dayAndTime(run().finished_at, props.tz), count(run().groups))}
            </Show>
          </PlaceLink>
          <Show when={gaps() > 0}>
            {" · "}
            <PlaceLink place="gaps" class="late">
              {said().gaps(gaps())}
            </PlaceLink>
          </Show>
        </>
      }
    >
      <Show when={last()} fallback="–">
        {(run) => said().drift(run().differing)}
      </Show>
    </Figure>
  )
}
