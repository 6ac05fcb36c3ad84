/** The entries of a range, newest first, page by page. */

import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js"
import type { Transactions } from "#api/contract.ts"
import { client, type RangeScope } from "../client.ts"
import { createRead, type Read } from "../create-read.ts"
import { dateRange, weekdayDate } from "../format-date.ts"
import { count, plural, roughCount } from "../format-number.ts"
import { createMediaQuery } from "../media-query.ts"
import { type LedgerPage, pageSizes } from "../url-state.ts"
import { useView } from "../view.ts"
import { ArrowLeft, ArrowRight, Cross } from "./icons.tsx"
import { QuietRange } from "./QuietRange.tsx"
import { Choice } from "./ScopeBar.tsx"
import { SectionProblem } from "./SectionProblem.tsx"
import { TransactionList } from "./TransactionList.tsx"
import { TransactionTable } from "./TransactionTable.tsx"

export function Ledger(props: { readonly title: string; readonly scope: RangeScope | undefined }) {
  const view = useView()
  const question = () => {
    const { scope } = props
    if (scope === undefined) return undefined
    const { day, page, size } = view.state()
    const range = day === undefined ? scope.range : { first: day, last: day }
    return { ...scope, range, limit: size, ...(page === undefined ? {} : { page }) }
  }
  const read = createRead(question, client.transactions)
  const news = createNews(read)
  createEffect(
    on(read.latest, () => {
      if (view.takeFocusRequest()) document.getElementById("ledger-caption")?.focus()
    }),
  )
  return (
    <section
      class="section ledger"
      id="activity"
      aria-labelledby="activity-title"
      aria-busy={read.pending()}
    >
      <div class="section-head">
        <h2 id="activity-title">{props.title}</h2>
        <Show when={read.latest()}>
          {(page) => (
            <p class="section-note" role="status">
              Newest first ·{" "}
              {page().count === 1 ? "1 entry" : `${roughCount(page().count)} entries`}
            </p>
          )}
        </Show>
      </div>
      <DayChip />
      <Show when={news() > 0}>
        <p role="status">
          <button type="button" class="control news" onClick={() => read.again()}>
            {plural(news(), "new entry", "new entries")} — show
          </button>
        </p>
      </Show>
      <SectionProblem
        read={read}
        what="The entries"
        {...(view.state().page === undefined
          ? {}
          : {
              way: { label: "To the newest entries", take: () => view.update({ page: undefined }) },
            })}
      />
      <Show
        when={read.latest()}
        fallback={
          <Show when={read.problem() === undefined}>
            <Waiting />
          </Show>
        }
      >
        {(page) => (
          <Show when={page().transactions.length > 0} fallback={<Nothing />}>
            <Rows page={page()} />
            <Pager page={page()} onOpen={(target) => view.openEntries({ page: target })} />
          </Show>
        )}
      </Show>
    </section>
  )
}

/** Entries that came since, seen by the overview's count; rows never move by themselves. */
const createNews = (read: Read<Transactions>) => {
  const view = useView()
  const entries = () => view.overview.latest()?.lifetime.count
  const [shownAt, setShownAt] = createSignal<number>()
  createEffect(on(read.latest, () => setShownAt(entries())))
  createEffect(
    on(entries, (now) => {
      if (shownAt() === undefined) setShownAt(now)
      // An empty ledger has no row that could move.
      else if (read.latest()?.count === 0 && now !== shownAt()) read.again()
    }),
  )
  const endsNow = () => {
    const { day, page, range } = view.state()
    const last = day ?? (typeof range === "string" ? view.today() : range.last)
    return page === undefined && last >= view.today()
  }
  return createMemo(() => {
    const [now, shown] = [entries(), shownAt()]
    return !endsNow() || now === undefined || shown === undefined ? 0 : Math.max(0, now - shown)
  })
}

function DayChip() {
  const view = useView()
  return (
    <Show when={view.state().day}>
      {(day) => (
        <p class="chips">
          <button type="button" class="chip" onClick={() => view.openEntries({ day: undefined })}>
            Day is {weekdayDate(day(), view.today())}
            <Cross />
            <span class="visually-hidden"> Remove this filter</span>
          </button>
        </p>
      )}
    </Show>
  )
}

function Rows(props: { readonly page: Transactions }) {
  const view = useView()
  const small = createMediaQuery("(max-width: 39.99em)")
  const middling = createMediaQuery("(max-width: 59.99em)")
  const caption = () => `${span(props.page)}, newest first, times in ${props.page.meta.tz}`
  return (
    <Show
      when={small()}
      fallback={
        <TransactionTable
          page={props.page}
          today={view.today()}
          caption={caption()}
          compact={middling()}
        />
      }
    >
      <TransactionList page={props.page} today={view.today()} caption={caption()} />
    </Show>
  )
}

const span = ({ offset, transactions, count: all }: Transactions) =>
  `${count(offset + 1)}–${count(offset + transactions.length)} of ${roughCount(all)}`

function Pager(props: {
  readonly page: Transactions
  readonly onOpen: (page: LedgerPage | undefined) => void
}) {
  const view = useView()
  const newer = () => props.page.prev
  const older = () => props.page.next
  return (
    <nav class="pager" aria-label="Pages of entries">
      <p>{span(props.page)}</p>
      <Choice
        label="Entries on a page"
        value={String(view.state().size)}
        onChoose={(size) =>
          view.update({ size: pageSizes.find((known) => String(known) === size) ?? 25 })
        }
      >
        <For each={pageSizes}>
          {(size) => (
            <option value={size} selected={size === view.state().size}>
              {size} a page
            </option>
          )}
        </For>
      </Choice>
      <button
        type="button"
        class="control"
        disabled={newer() === null}
        onClick={() => props.onOpen(undefined)}
      >
        First
      </button>
      <button
        type="button"
        class="control"
        disabled={newer() === null}
        onClick={() => props.onOpen({ before: newer() ?? "" })}
      >
        <ArrowLeft /> Newer
      </button>
      <button
        type="button"
        class="control"
        disabled={older() === null}
        onClick={() => props.onOpen({ after: older() ?? "" })}
      >
        Older <ArrowRight />
      </button>
    </nav>
  )
}

function Nothing() {
  const view = useView()
  return (
    <div class="nothing">
      <p id="ledger-caption" tabindex="-1">
        <Show when={view.state().day} fallback="No entries in these days.">
          {(day) => <>No entries on {dateRange({ first: day(), last: day() }, view.today())}.</>}
        </Show>
      </p>
      <QuietRange />
    </div>
  )
}

const Waiting = () => (
  <div class="skeleton-rows" aria-hidden="true">
    <For each={Array.from({ length: 10 })}>{() => <span class="skeleton" />}</For>
  </div>
)
