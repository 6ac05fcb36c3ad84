/** Trust first: how complete the figures are, before any is read. */
import { Show } from "solid-js"
import type { Rejections } from "#api/rejection-contract.ts"
import type { Read } from "../create-read.ts"
import { exactTime, timestamp } from "../format-date.ts"
import { count } from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import type { Gaps, Integrity, Ready } from "../operations-client.ts"
import { REJECTIONS_LIMIT } from "../operations-client.ts"
import { SectionProblem } from "./SectionProblem.tsx"

const said = () => operationsWords().health

export function PipelineHealth(props: {
  readonly ready: Read<Ready>
  /** Those that are open. */
  readonly rejections: Read<Rejections>
  readonly integrity: Read<Integrity>
  /** Not for everybody. */
  readonly gaps: Read<Gaps> | undefined
}) {
  return (
    <section aria-label={said().label}>
      <dl class="health-strip">
        <Service ready={props.ready} />
        <div>
          <dt>{said().review}</dt>
          <dd data-health="review">
            <Show when={props.rejections.latest()} fallback="–">
              {(known) =>
                known().next === null
                  ? count(known().rejections.length)
                  : said().reviewMore(REJECTIONS_LIMIT)
              }
            </Show>
          </dd>
          <dd class="note">{said().reviewNote}</dd>
        </div>
        <div>
          <dt>{said().integrity}</dt>
          <dd data-health="integrity">
            <Show when={props.integrity.latest()?.last} fallback={said().notYet}>
              {(last) => said().drift(last().differing)}
            </Show>
          </dd>
          <Show when={props.integrity.latest()?.last}>
            {(last) => (
              <dd class="note">
                {timestamp(last().finished_at, "UTC")} · {said().groups(count(last().groups))}
              </dd>
            )}
          </Show>
        </div>
        <Show when={props.gaps?.latest()}>
          {(gaps) => (
            <div>
              <dt>{said().gaps}</dt>
              <dd data-health="gaps">{count(gaps().gaps.length)}</dd>
              <dd class="note">{said().gapsNote}</dd>
            </div>
          )}
        </Show>
      </dl>
      <SectionProblem read={props.ready} what={said().what} />
      <p class="note">{said().lagNote}</p>
    </section>
  )
}

function Service(props: { readonly ready: Read<Ready> }) {
  const known = () => props.ready.latest()
  return (
    <>
      <div>
        <dt>{said().complete}</dt>
        <dd data-health="complete">
          <Show when={known()?.complete_to} fallback="–">
            {(instant) => <time datetime={instant()}>{exactTime(instant(), "UTC")} UTC</time>}
          </Show>
        </dd>
        <Show when={known()?.lag}>
          {(lag) => (
            <dd class="note">
              {lag().messages === 0
                ? said().noLag
                : said().lag(count(lag().messages), count(Math.round(lag().seconds)))}
            </dd>
          )}
        </Show>
      </div>
      <div>
        <dt>{said().service}</dt>
        <dd>
          <Show when={props.ready.problem() ? undefined : known()} fallback="–">
            {(ready) =>
              ready().status === "ok" ? said().ready : said().notReady(ready().missing.join(", "))
            }
          </Show>
        </dd>
      </div>
    </>
  )
}
