/** The entries of a range, page by page, and the story of the one that is open. */

import { createEffect, createMemo, createSignal, For, lazy, on, Show, Suspense } from "solid-js"
import type { Transactions } from "#api/contract.ts"
import { client, type RangeScope } from "../client.ts"
import { createRead, type Read } from "../create-read.ts"
import { openExport } from "../export-offer.ts"
import { dateRange } from "../format-date.ts"
import { roughCount } from "../format-number.ts"
import { type ColumnId, preferred } from "../ledger-columns.ts"
import { sumsText } from "../ledger-days.ts"
import { ledgerQuestion } from "../ledger-question.ts"
import { createIsList } from "../media-query.ts"
import { m } from "../messages.ts"
import { useView } from "../view.ts"
import { ColumnsMenu } from "./ColumnsMenu.tsx"
import { CopyMenu } from "./CopyMenu.tsx"
import { FilterBar } from "./FilterBar.tsx"
import { OpenEntry } from "./OpenEntry.tsx"
import { Pager } from "./Pager.tsx"
import { QuietRange } from "./QuietRange.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

// Below what is seen first.
const LedgerRows = lazy(() =>
  import("./LedgerRows.tsx").then((code) => ({ default: code.LedgerRows })),
)

// Seldom needed.
const LooserFilter = lazy(() =>
  import("./LooserFilter.tsx").then((code) => ({ default: code.LooserFilter })),
)

export function Ledger(props: { readonly title: string; readonly scope: RangeScope | undefined }) {
  const view = useView()
  // On its way while the entries are asked for.
  void LedgerRows.preload().catch(() => undefined)
  const question = () =>
    props.scope === undefined ? undefined : ledgerQuestion(props.scope, view.state())
  const read = createRead(question, client.transactions)
  const news = createNews(read)
  const columns = () => view.state().columns ?? preferred()
  const isList = createIsList()
  createEffect(
    on(read.latest, () => {
      if (view.takeFocusRequest()) document.getElementById("ledger-caption")?.focus()
    }),
  )
  return (
    <section
      class="section ledger"
      id="activity"
      data-sheet={view.state().event === undefined ? undefined : "open"}
      aria-labelledby="activity-title"
      aria-busy={read.pending()}
    >
      <div class="section-head">
        <h2 id="activity-title">{props.title}</h2>
        <Show when={read.latest()}>
          {(page) => (
            <p class="section-note" role="status">
              {m().ledger.order[view.state().sort]} ·{" "}
              {m().ledger.entryCount(page().count, roughCount(page().count, m().common.about))}
              <Show when={view.state().filters.length > 0}>{sumsNote(page().sum)}</Show>
            </p>
          )}
        </Show>
      </div>
      <div class="ledger-bar">
        <FilterBar />
        <Show when={read.latest()}>
          {(page) => (
            <div class="ledger-tools">
              <Show when={!isList()}>
                <ColumnsMenu columns={columns()} />
              </Show>
              <Show when={question()}>
                {(asked) => <CopyMenu page={page()} columns={columns()} question={asked()} />}
              </Show>
              <button type="button" class="control" onClick={() => openExport()}>
                {m().shell.export}
              </button>
            </div>
          )}
        </Show>
      </div>
      <Show when={news() > 0}>
        <p role="status">
          <button type="button" class="control news" onClick={() => read.again()}>
            {m().ledger.news(news())}
          </button>
        </p>
      </Show>
      <Entries read={read} columns={columns()} />
      <OpenEntry page={read.latest()} />
    </section>
  )
}

/** What the filtered entries add up to. */
const sumsNote = (sum: Transactions["sum"]) => {
  const text = sumsText(sum)
  return text === "" ? "" : ` · ${text}`
}

function Entries(props: {
  readonly read: Read<Transactions>
  readonly columns: ReadonlyArray<ColumnId>
}) {
  const view = useView()
  return (
    <>
      <SectionProblem
        read={props.read}
        what={m().ledger.what}
        {...(view.state().page === undefined
          ? {}
          : {
              way: { label: m().ledger.toNewest, take: () => view.update({ page: undefined }) },
            })}
      />
      <Show
        when={props.read.latest()}
        fallback={
          <Show when={props.read.problem() === undefined}>
            <Waiting />
          </Show>
        }
      >
        {(page) => (
          <Show when={page().transactions.length > 0} fallback={<Nothing />}>
            <Suspense fallback={<Waiting />}>
              <LedgerRows page={page()} columns={props.columns} />
              <Pager page={page()} onOpen={(target) => view.openEntries({ page: target })} />
            </Suspense>
          </Show>
        )}
      </Show>
    </>
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
    const { day, page, range, sort, filters } = view.state()
    // Others may not be among them, or not on top.
    if (sort !== "-occurred_at" || filters.length > 0) return false
    const last = day ?? (typeof range === "string" ? view.today() : range.last)
    return page === undefined && last >= view.today()
  }
  return createMemo(() => {
    const [now, shown] = [entries(), shownAt()]
    return !endsNow() || now === undefined || shown === undefined ? 0 : Math.max(0, now - shown)
  })
}

function Nothing() {
  const view = useView()
  const filters = () => view.state().filters.length
  const nothing = () => (filters() === 0 ? m().ledger.nothing : m().filters.nothing(filters()))
  return (
    <div class="nothing">
      <p id="ledger-caption" tabindex="-1">
        <Show when={view.state().day} fallback={nothing()}>
          {(day) => m().ledger.nothingOn(dateRange({ first: day(), last: day() }, view.today()))}
        </Show>
      </p>
      <Show when={filters() > 0} fallback={<QuietRange />}>
        <Suspense>
          <LooserFilter />
        </Suspense>
        <button
          type="button"
          class="control"
          onClick={() => view.openEntries({ filters: [], day: undefined })}
        >
          {m().filters.clear}
        </button>
      </Show>
    </div>
  )
}

const Waiting = () => (
  <div class="skeleton-rows" aria-hidden="true">
    <For each={Array.from({ length: 10 })}>{() => <span class="skeleton" />}</For>
  </div>
)
