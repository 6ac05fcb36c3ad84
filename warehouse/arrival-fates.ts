/** What became of events that were put into the log, told by their places in it. */
import { Context, Effect, Layer, Schema } from "effect"
import { BatchDraft } from "./batch-draft.ts"
import { identityOf } from "./batch-fates.ts"
import { ClickHouse } from "./clickhouse.ts"
import { formatDecimal } from "./domain/decimal.ts"
import { isFailure, stateOfFailure } from "./domain/refunds.ts"
import type { Fate, LogPosition, UsageEvent } from "./domain/usage-event.ts"
import type { WarehouseError } from "./errors.ts"
import { differencesOf } from "./event-differences.ts"
import type { EventRows } from "./event-rows.ts"
import { FieldErrors } from "./rejection-rows.ts"
import { sqlQuery } from "./sql-files.ts"
import { lookUpEvents } from "./stored-events.ts"
import { knownOf, lookUpLinks } from "./stored-links.ts"

export class ArrivalFates extends Context.Service<
  ArrivalFates,
  {
    /**
     * The fates of these rows of an `EventRows`, of which row n arrived at position n; null for what is
     * not settled yet. Stored from this very place is accepted, the same from elsewhere a duplicate.
     */
    readonly of: (
      rows: EventRows,
      positions: ReadonlyArray<LogPosition>,
      asked: ReadonlyArray<number>,
    ) => Effect.Effect<ReadonlyArray<Fate | null>, WarehouseError>
  }
>()("warehouse/ArrivalFates") {
  static readonly layer = Layer.effect(
    ArrivalFates,
    Effect.map(ClickHouse, (clickhouse) =>
      ArrivalFates.of({
        of: Effect.fn("ArrivalFates.of")(readFates, Effect.provideService(ClickHouse, clickhouse)),
      }),
    ),
  )
}

const storedContents = sqlQuery("stored-contents")
const failureContents = sqlQuery("failure-contents")
const rejectionsAt = sqlQuery("rejections-at")

const StoredContent = Schema.Struct({
  key: Schema.BigIntFromString,
  content: Schema.BigIntFromString,
  topic: Schema.String,
  partition: Schema.Int,
  offset: Schema.BigIntFromString,
})
const FailureContent = Schema.Struct({ ...StoredContent.fields, names: Schema.Int })
const RejectionAt = Schema.Struct({
  partition: Schema.Int,
  offset: Schema.BigIntFromString,
  errors: FieldErrors,
})

const KEYS_PER_LOOKUP = 10_000

const readFates = Effect.fnUntraced(function* (
  rows: EventRows,
  positions: ReadonlyArray<LogPosition>,
  asked: ReadonlyArray<number>,
) {
  const draft = new BatchDraft([rows])
  const byKey = yield* lookUpKeys(asked.map((row) => draft.keyAt(row)))
  const held = (row: number) => byKey.get(draft.keyAt(row)) ?? []
  const same = (row: number) => held(row).filter(({ content }) => content === draft.contentAt(row))
  // Another content, or another event with the same hash: the stored event itself tells.
  const contested = asked.filter((row) => held(row).length > 0 && same(row).length === 0)
  const events = yield* lookUpEvents(contested.map((row) => draft.eventAt(row)))
  const fateOf = (row: number): Fate | null => {
    if (same(row).some((one) => isAt(one, positions[row]))) return ACCEPTED
    if (same(row).length > 0) return DUPLICATE
    const event = draft.eventAt(row)
    const holder = events.get(identityOf(event))
    if (holder === undefined) return null
    const differs = differencesOf(holder, event)
    return differs.length > 0 ? { fate: "conflict", differs } : DUPLICATE
  }
  const fates = asked.map(fateOf)
  const missing = asked.filter((_, i) => fates[i] === null)
  const refused = yield* lookUpRefused(rows, positions, missing)
  const told = yield* tellFailures(
    draft,
    asked.filter((_, i) => fates[i] === ACCEPTED),
  )
  return fates.map((fate, i) => {
    const row = asked[i] as number
    return told.get(row) ?? fate ?? refused.get(row) ?? null
  })
})

const ACCEPTED: Fate = { fate: "accepted" }
const DUPLICATE: Fate = { fate: "duplicate" }

const isAt = (one: typeof StoredContent.Type, position: LogPosition | undefined) =>
  one.topic === position?.topic &&
  one.partition === position.partition &&
  one.offset === position.offset

const lookUpKeys = Effect.fnUntraced(function* (keys: ReadonlyArray<bigint>) {
  const clickhouse = yield* ClickHouse
  const found: Array<typeof StoredContent.Type> = []
  for (let from = 0; from < keys.length; from += KEYS_PER_LOOKUP) {
    const chunk = keys.slice(from, from + KEYS_PER_LOOKUP)
    found.push(...(yield* clickhouse.query(storedContents, { keys: chunk }, StoredContent)))
    const failures = yield* clickhouse.query(failureContents, { keys: chunk }, FailureContent)
    found.push(...failures.filter(({ names }) => names === 0))
  }
  return Map.groupBy(found, ({ key }) => key)
})

/** By row: what came of the failures among these accepted rows. */
const tellFailures = Effect.fnUntraced(function* (
  draft: BatchDraft,
  accepted: ReadonlyArray<number>,
) {
  const isAccepted = new Set(accepted)
  const failures = draft
    .linked()
    .filter((row) => isAccepted.has(row))
    .map((row) => ({ row, event: draft.eventAt(row) }))
    .filter(({ event }) => isFailure(event))
  const fates = new Map<number, Fate>()
  if (failures.length === 0) return fates
  const spendOf = ({ account, refersTo = "" }: UsageEvent) => ({ account, id: refersTo })
  const links = yield* lookUpLinks(
    failures.map(({ event }) => spendOf(event)),
    null,
  )
  for (const { row, event } of failures) {
    const spend = spendOf(event)
    const told = stateOfFailure(event.id, spend.id, knownOf(links.get(identityOf(spend))))
    if (told.state !== "refunded") fates.set(row, { fate: "accepted", note: told.note })
    else {
      const { id, credits } = told.refund
      fates.set(row, { fate: "accepted", refund: { id, credits: formatDecimal(credits) } })
    }
  }
  return fates
})

/** By row: what the consumer put aside, although the intake had let it pass. */
const lookUpRefused = Effect.fnUntraced(function* (
  rows: EventRows,
  positions: ReadonlyArray<LogPosition>,
  missing: ReadonlyArray<number>,
) {
  const clickhouse = yield* ClickHouse
  const fates = new Map<number, Fate>()
  const topic = positions[0]?.topic
  if (missing.length === 0 || topic === undefined) return fates
  const found = yield* clickhouse.query(
    rejectionsAt,
    {
      accounts: [...new Set(missing.map((row) => rows.idOf(row)[0]))],
      topic,
      offsets: missing.map((row) => positions[row]?.offset ?? 0n),
    },
    RejectionAt,
  )
  const byPlace = new Map(found.map((one) => [`${one.partition}/${one.offset}`, one.errors]))
  for (const row of missing) {
    const errors = byPlace.get(`${positions[row]?.partition}/${positions[row]?.offset}`)
    if (errors !== undefined) fates.set(row, { fate: "rejected", errors })
  }
  return fates
})
