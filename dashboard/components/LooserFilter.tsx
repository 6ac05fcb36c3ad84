/** Where filters let nothing through: the one without which most entries are back. */
import { createMemo, Show } from "solid-js"
import { client } from "../client.ts"
import { createRead } from "../create-read.ts"
import { chipText } from "../filter-words.ts"
import type { Filter } from "../filters.ts"
import { roughCount } from "../format-number.ts"
import { type LedgerQuestion, ledgerQuestion } from "../ledger-question.ts"
import { m } from "../messages.ts"
import { useView } from "../view.ts"

/** Nobody sets more of them by hand, and each costs a question. */
const TRIED_MAX = 6

interface Loosened {
  readonly filter: Filter
  readonly count: number
}

export function LooserFilter() {
  const view = useView()
  const read = createRead(() => {
    const scope = view.scope()
    const state = { ...view.state(), page: undefined }
    return scope && ledgerQuestion({ ...scope, range: state.range, filters: state.filters }, state)
  }, loosened)
  const best = createMemo(() =>
    read
      .latest()
      ?.filter(({ filter }) => view.state().filters.some((known) => isSame(known, filter)))
      .reduce<Loosened | undefined>(
        (most, each) => (each.count > (most?.count ?? 0) ? each : most),
        undefined,
      ),
  )
  const entries = (count: number) =>
    m().ledger.entryCount(count, roughCount(count, m().common.about))
  return (
    <Show when={best()}>
      {(known) => (
        <button
          type="button"
          class="control"
          onClick={() =>
            view.openEntries({
              filters: view.state().filters.filter((each) => !isSame(each, known().filter)),
            })
          }
        >
          {m().filters.without(chipText(known().filter), entries(known().count))}
        </button>
      )}
    </Show>
  )
}

const isSame = (a: Filter, b: Filter) => a.field === b.field && a.operator === b.operator

const loosened = (
  question: LedgerQuestion,
  signal: AbortSignal,
): Promise<ReadonlyArray<Loosened>> =>
  Promise.all(
    question.filters.slice(0, TRIED_MAX).map(async (filter) => {
      const filters = question.filters.filter((each) => each !== filter)
      const { count } = await client.transactions({ ...question, filters, limit: 1 }, signal)
      return { filter, count }
    }),
  )
