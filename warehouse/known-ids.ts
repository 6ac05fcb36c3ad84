/**
 * Which ids are taken. A filter in memory answers for ids that are surely new, so that fresh events
 * cost no lookup. The others are looked for among the batches that are on their way into the tables,
 * then by key hash in the tables, and confirmed by content, or by account and id. The filter only
 * counts where no other process writes; elsewhere every id is looked up.
 */
import { Effect, Schema } from "effect"
import type { BatchDraft } from "./batch-draft.ts"
import { type BatchFates, contested, identityOf, type Stored } from "./batch-fates.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import type { WarehouseError } from "./errors.ts"
import { FILTER_OF_ALL, type KnownFilter, openKnownFilter } from "./known-filter.ts"
import { NO_PLACE } from "./place-table.ts"
import { sqlQuery } from "./sql-files.ts"
import { lookUpEvents } from "./stored-events.ts"

const storedContents = sqlQuery("stored-contents")

const KEYS_PER_LOOKUP = 10_000

/** A stretch of the log whose rows are the asking batch's own, stored by an attempt that was cut off. */
export interface OwnStretch {
  readonly topic: string
  readonly partition: number
  readonly first: bigint
  readonly last: bigint
  /** The number that its rows carry. The same stretch may have been read under another one before. */
  readonly sequence: bigint
}

export interface KnownIds {
  /** What is held under the ids of the draft, other than in `own`. */
  readonly lookUp: (
    draft: BatchDraft,
    own: OwnStretch | null,
  ) => Effect.Effect<Stored, WarehouseError>
  /** From now on the accepted ids are taken. Call what it returns once they are stored, or given up. */
  readonly remember: (draft: BatchDraft, fates: BatchFates) => () => void
}

interface OpenBatch {
  readonly draft: BatchDraft
  readonly fates: BatchFates
}

/** Call it only when nothing of an earlier process waits in the journal any more. */
export const openKnownIds = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const open = new Set<OpenBatch>()
  const drafts = () => Array.from(open, ({ draft }) => draft)
  const filter = clickhouse.exclusive ? yield* openKnownFilter(drafts) : FILTER_OF_ALL
  const here = Effect.provideService(ClickHouse, clickhouse)

  const known: KnownIds = {
    lookUp: Effect.fnUntraced(function* (draft: BatchDraft, own: OwnStretch | null) {
      const contents = new Map<bigint, ReadonlyArray<bigint>>()
      const events = new Map<string, UsageEvent>()
      const suspects = suspectsOf(draft, filter)
      const elsewhere = suspects.filter((place) => {
        const holder = holderOf(draft, place, open)
        if (holder === null) return true
        const content = holder.draft.contentAt(holder.place)
        contents.set(draft.keyAt(place), [content])
        if (content === draft.contentAt(place)) return false
        const event = holder.draft.eventAt(holder.place)
        events.set(identityOf(event), event)
        return false
      })
      const keys = elsewhere.map((place) => draft.keyAt(place))
      for (const [key, found] of yield* lookUpContents(keys, own)) contents.set(key, found)
      const missing = contested(draft, contents)
        .map((place) => draft.eventAt(place))
        .filter((event) => !events.has(identityOf(event)))
      for (const [identity, event] of yield* lookUpEvents(missing)) events.set(identity, event)
      return { contents, events } satisfies Stored
    }, here),
    remember: (draft, fates) => {
      for (let place = 0; place < draft.count; place++)
        if (fates.isAccepted(place)) filter.add(draft.keyLow(place), draft.keyHigh(place))
      const batch = { draft, fates }
      open.add(batch)
      return () => open.delete(batch)
    },
  }
  return known
})

/** The first places of ids that may be taken. */
const suspectsOf = (draft: BatchDraft, filter: KnownFilter): number[] => {
  const suspects: number[] = []
  for (let place = 0; place < draft.count; place++) {
    if (draft.firsts[place] !== place) continue
    if (filter.has(draft.keyLow(place), draft.keyHigh(place))) suspects.push(place)
  }
  return suspects
}

/** The batch on its way into the tables that has accepted this id, and where in it. */
const holderOf = (draft: BatchDraft, place: number, open: ReadonlySet<OpenBatch>) => {
  for (const batch of open) {
    const found = batch.draft.find(draft, place)
    if (found !== NO_PLACE && batch.fates.isAccepted(found))
      return { draft: batch.draft, place: found }
  }
  return null
}

const lookUpContents = Effect.fnUntraced(function* (
  keys: ReadonlyArray<bigint>,
  own: OwnStretch | null,
) {
  const clickhouse = yield* ClickHouse
  const contents = new Map<bigint, bigint[]>()
  for (let from = 0; from < keys.length; from += KEYS_PER_LOOKUP) {
    const chunk = keys.slice(from, from + KEYS_PER_LOOKUP)
    const rows = yield* clickhouse.query(storedContents, { keys: chunk }, StoredContent)
    for (const row of rows) {
      if (own !== null && isIn(own, row)) continue
      const key = BigInt(row.key)
      contents.set(key, [...(contents.get(key) ?? []), BigInt(row.content)])
    }
  }
  return contents
})

const StoredContent = Schema.Struct({
  key: Schema.String,
  content: Schema.String,
  topic: Schema.String,
  partition: Schema.Number,
  offset: Schema.String,
  batch: Schema.String,
})

const isIn = (own: OwnStretch, row: typeof StoredContent.Type): boolean =>
  row.topic === own.topic &&
  row.partition === own.partition &&
  BigInt(row.batch) === own.sequence &&
  BigInt(row.offset) >= own.first &&
  BigInt(row.offset) <= own.last
