/**
 * Which ids are taken. A filter in memory answers for ids that are surely new, so that fresh events
 * cost no lookup. The others are looked for among the batches that are on their way into the tables,
 * then by key hash in the tables, and confirmed by content, or by account and id. The filter only
 * counts where no other process writes; elsewhere every id is looked up. Failures name spends that may
 * come later: the filter holds the keys of those as well, and one lookup tells which of them have come.
 */
import { Effect, Schema } from "effect"
import type { BatchDraft } from "./batch-draft.ts"
import { contested, identityOf, type Stored } from "./batch-fates.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import type { WarehouseError } from "./errors.ts"
import { countFailures, FILTER_OF_ALL, type KnownFilter, openKnownFilter } from "./known-filter.ts"
import { type OpenBatch, OpenBatches } from "./open-batches.ts"
import { isOwn, type OwnStretch, storedPlace } from "./own-stretch.ts"
import { sqlQuery } from "./sql-files.ts"
import { lookUpEvents } from "./stored-events.ts"

const storedContents = sqlQuery("stored-contents")
const failureContents = sqlQuery("failure-contents")

const KEYS_PER_LOOKUP = 10_000

export interface KnownIds {
  /** What is held under the ids of the draft, other than in `own`. */
  readonly lookUp: (
    draft: BatchDraft,
    own: OwnStretch | null,
  ) => Effect.Effect<Stored, WarehouseError>
  /** From now on the accepted ids are taken. Call what it returns once they are stored, or given up. */
  readonly remember: (batch: OpenBatch) => () => void
  /** What is remembered and not released. */
  readonly open: OpenBatches
}

/** Call it only when nothing of an earlier process waits in the journal any more. */
export const openKnownIds = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const open = new OpenBatches()
  const filter = clickhouse.exclusive
    ? yield* openKnownFilter((filling) => {
        for (const batch of open) addBatch(filling, batch, () => true)
      })
    : FILTER_OF_ALL
  let hasFailures = (yield* countFailures) > 0
  const here = Effect.provideService(ClickHouse, clickhouse)

  const known: KnownIds = {
    open,
    lookUp: Effect.fnUntraced(function* (draft: BatchDraft, own: OwnStretch | null) {
      const contents = new Map<bigint, ReadonlyArray<bigint>>()
      const events = new Map<string, UsageEvent>()
      const suspects = suspectsOf(draft, filter)
      const named = new Set(open.awaited())
      const elsewhere = suspects.filter((place) => {
        const holder = open.holderOf(draft, place)
        if (holder === null) return true
        const content = holder.draft.contentAt(holder.place)
        contents.set(draft.keyAt(place), [content])
        if (content === draft.contentAt(place)) return false
        const event = holder.draft.eventAt(holder.place)
        events.set(identityOf(event), event)
        return false
      })
      const keys = elsewhere.map((place) => draft.keyAt(place))
      // Others may have written the first one since, where they can write at all.
      if (!hasFailures && !clickhouse.exclusive) hasFailures = (yield* countFailures) > 0
      const found = yield* lookUpContents(keys, own, hasFailures)
      for (const [key, held] of found.contents) contents.set(key, held)
      for (const key of found.named) named.add(key)
      const missing = contested(draft, contents)
        .map((place) => draft.eventAt(place))
        .filter((event) => !events.has(identityOf(event)))
      for (const [identity, event] of yield* lookUpEvents(missing)) events.set(identity, event)
      return { contents, events, named } satisfies Stored
    }, here),
    remember: (batch) => {
      addBatch(filter, batch, (place) => batch.fates.isAccepted(place))
      hasFailures ||= batch.awaited.size > 0
      return open.add(batch)
    },
  }
  return known
})

const words = new Uint32Array(2)
const cell = new BigUint64Array(words.buffer)

/** Its ids, and those that its failures name. */
const addBatch = (
  filter: Pick<KnownFilter, "add">,
  { draft, awaited }: OpenBatch,
  isAdded: (place: number) => boolean,
): void => {
  for (let place = 0; place < draft.count; place++)
    if (isAdded(place)) filter.add(draft.keyLow(place), draft.keyHigh(place))
  for (const key of awaited) {
    cell[0] = key
    filter.add(words[0] as number, words[1] as number)
  }
}

/** The first places of ids that may be taken. */
const suspectsOf = (draft: BatchDraft, filter: KnownFilter): number[] => {
  const suspects: number[] = []
  for (let place = 0; place < draft.count; place++) {
    if (draft.firsts[place] !== place) continue
    if (filter.has(draft.keyLow(place), draft.keyHigh(place))) suspects.push(place)
  }
  return suspects
}

const lookUpContents = Effect.fnUntraced(function* (
  keys: ReadonlyArray<bigint>,
  own: OwnStretch | null,
  hasFailures: boolean,
) {
  const clickhouse = yield* ClickHouse
  const contents = new Map<bigint, bigint[]>()
  const named = new Set<bigint>()
  const take = (row: typeof StoredContent.Type) => {
    if (isOwn(own, row)) return
    const key = BigInt(row.key)
    contents.set(key, [...(contents.get(key) ?? []), BigInt(row.content)])
  }
  for (let from = 0; from < keys.length; from += KEYS_PER_LOOKUP) {
    const chunk = keys.slice(from, from + KEYS_PER_LOOKUP)
    for (const row of yield* clickhouse.query(storedContents, { keys: chunk }, StoredContent))
      take(row)
    if (!hasFailures) continue
    for (const row of yield* clickhouse.query(failureContents, { keys: chunk }, FailureContent))
      if (row.names === 0) take(row)
      else if (!isOwn(own, row)) named.add(BigInt(row.key))
  }
  return { contents, named }
})

const StoredContent = Schema.Struct({
  key: Schema.String,
  content: Schema.String,
  ...storedPlace,
})
const FailureContent = Schema.Struct({ ...StoredContent.fields, names: Schema.Number })
