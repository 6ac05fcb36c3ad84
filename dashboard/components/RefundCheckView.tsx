/** Whether what failed in these days came back, and each case behind the sum. */
import { createSignal, For, Show } from "solid-js"
import type { RefundCheck } from "#api/contract.ts"
import { client, type RangeScope } from "../client.ts"
import { createRead } from "../create-read.ts"
import { refreshOnNews } from "../create-usage-read.ts"
import { dayOfInstant } from "../days.ts"
import { duration, shortDate, timeOfDay } from "../format-date.ts"
import { columnCredits, columnDigits } from "../format-number.ts"
import { aheadWords } from "../messages/ahead.ts"
import { isAmiss, refundSentence } from "../refund-words.ts"
import { useView } from "../view.ts"
import { Phrases } from "./Phrases.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

const said = () => aheadWords().refunds

export function RefundCheckView(props: { readonly scope: RangeScope | undefined }) {
  const [open, setOpen] = createSignal(false)
  const read = createRead(() => {
    if (props.scope === undefined) return undefined
    const { account, tz, range } = props.scope
    return { account, tz, range }
  }, client.refundCheck)
  refreshOnNews(read)
  return (
    <div class="ahead-refunds" aria-busy={read.pending()}>
      <h3>{said().title}</h3>
      <SectionProblem read={read} what={said().what} />
      <Show when={read.latest()} fallback={<span class="skeleton" aria-hidden="true" />}>
        {(check) => (
          <>
            <p classList={{ late: isAmiss(check()) }}>
              <Phrases text={refundSentence(check())} />
            </p>
            <Show when={check().open.count + check().settled.count > 0}>
              <button
                type="button"
                class="link-button"
                aria-expanded={open()}
                onClick={() => setOpen(!open())}
              >
                {open() ? said().hide : said().show}
              </button>
              <Show when={open()}>
                <Cases check={check()} />
              </Show>
            </Show>
          </>
        )}
      </Show>
    </div>
  )
}

type Case = RefundCheck["open"]["cases"][number]

function Cases(props: { readonly check: RefundCheck }) {
  const cases = () => [...props.check.open.cases, ...props.check.settled.cases]
  const unlisted = () => props.check.open.count + props.check.settled.count - cases().length
  const digits = () =>
    columnDigits(cases().flatMap(({ spend, refunded }) => [spend?.credits ?? "0", refunded]))
  return (
    <section class="table-region" tabindex="0" aria-label={said().caption}>
      <table class="sums-table">
        <caption class="visually-hidden">{said().caption}</caption>
        <thead>
          <tr>
            <th scope="col">{said().entry}</th>
            <th scope="col">{said().took}</th>
            <th scope="col">{said().back}</th>
            <th scope="col">{said().state}</th>
          </tr>
        </thead>
        <tbody>
          <For each={cases()}>
            {(one) => <CaseRow one={one} digits={digits()} zone={props.check.meta.tz} />}
          </For>
        </tbody>
      </table>
      <Show when={unlisted() > 0}>
        <p class="note">{said().more(unlisted())}</p>
      </Show>
    </section>
  )
}

function CaseRow(props: { readonly one: Case; readonly digits: number; readonly zone: string }) {
  const view = useView()
  const at = () => {
    const instant = props.one.spend?.occurred_at ?? props.one.failures[0]?.occurred_at
    return instant === undefined
      ? ""
      : `${shortDate(dayOfInstant(instant, props.zone), view.today())}, ${timeOfDay(instant, props.zone)}`
  }
  const soon = () => {
    const { seconds } = props.one
    return seconds === null ? "" : ` ${said().soon(duration(Math.max(0, seconds) * 1000))}`
  }
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          class="link-button"
          onClick={() => view.update({ event: props.one.id }, "replace")}
        >
          {props.one.spend?.operation ?? props.one.id}
        </button>{" "}
        <span class="note">{at()}</span>
      </th>
      <td>
        <Show when={props.one.spend}>
          {(spend) => columnCredits(spend().credits, props.digits)}
        </Show>
      </td>
      <td>{columnCredits(props.one.refunded, props.digits)}</td>
      <td classList={{ late: settled.has(props.one.state) === false }}>
        {said().states[props.one.state]}
        {soon()}
      </td>
    </tr>
  )
}

const settled: ReadonlySet<Case["state"]> = new Set(["refunded", "partly", "over"])
