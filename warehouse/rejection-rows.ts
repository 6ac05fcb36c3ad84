/** Rejections and the decisions about them, as the tables hold them. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { FieldDifference, FieldError, LogPosition } from "./domain/usage-event.ts"
import { REJECTION_REASONS, type RejectionReason } from "./rejection-store.ts"
import type { RowBinaryWriter } from "./row-binary.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

export const RESOLUTION_STATES = ["retried", "resolved"] as const
export const RESOLUTION_ACTIONS = ["retry", "dismiss"] as const

export interface Resolution {
  /** `retried`: the event is in the log, and its fate is not known yet. */
  readonly state: (typeof RESOLUTION_STATES)[number]
  readonly action: (typeof RESOLUTION_ACTIONS)[number]
  /** What became of the event that was sent, and which one it was; null when dismissed. */
  readonly fate: string | null
  readonly event: { readonly account: string; readonly id: string } | null
  readonly note: string | null
  /** Epoch milliseconds. */
  readonly at: number
}

export interface KeptRejection {
  /** A hash of the reason, the place in the log and the bytes: the same after every replay. */
  readonly id: bigint
  readonly account: string | null
  readonly eventId: string | null
  readonly reason: RejectionReason
  readonly errors: ReadonlyArray<FieldError>
  readonly differs: ReadonlyArray<FieldDifference>
  /** What arrived, or its beginning. */
  readonly raw: Uint8Array
  /** How many bytes of it are kept. */
  readonly keptBytes: number
  readonly position: LogPosition | null
  readonly receivedAt: number
  readonly resolution: Resolution | null
}

/** More arrived than is kept: it cannot be sent again as it was. */
export const isCut = ({ errors }: Pick<KeptRejection, "errors">): boolean =>
  errors.some(({ code }) => code === "raw_cut")

export const FoundRow = Schema.Struct({
  account: Schema.String,
  id: Schema.BigIntFromString,
  received_at: Schema.String,
  in_all: Schema.optionalKey(Schema.String),
})

/** As `rejection-store.ts` writes them. */
export const FieldErrors = Schema.fromJsonString(
  Schema.Array(
    Schema.Struct({ pointer: Schema.String, code: Schema.String, message: Schema.String }),
  ),
)
const FieldDifferences = Schema.fromJsonString(
  Schema.Array(
    Schema.Struct({
      field: Schema.String,
      stored: Schema.NullOr(Schema.String),
      sent: Schema.NullOr(Schema.String),
    }),
  ),
)

const RejectionRow = Schema.Struct({
  account: Schema.String,
  id: Schema.BigIntFromString,
  event_id: Schema.String,
  reason: Schema.Literals(REJECTION_REASONS),
  errors: FieldErrors,
  differs: FieldDifferences,
  shown: Schema.String,
  kept: Schema.String,
  topic: Schema.String,
  partition: Schema.Int,
  offset: Schema.BigIntFromString,
  received_at: Schema.String,
})

const ResolutionRow = Schema.Struct({
  account: Schema.String,
  rejection: Schema.BigIntFromString,
  version: Schema.String,
  state: Schema.Literals(RESOLUTION_STATES),
  action: Schema.Literals(RESOLUTION_ACTIONS),
  fate: Schema.String,
  event_account: Schema.String,
  event_id: Schema.String,
  note: Schema.String,
})

const byId = sqlQuery("rejections-by-id")
const resolutions = sqlQuery("rejection-resolutions")

/** Newest first, each with at most `shownBytes` of what arrived. An account of null is not known. */
export const readRejections = Effect.fnUntraced(function* (
  wanted: ReadonlyArray<{ readonly account: string | null; readonly id: bigint }>,
  shownBytes: number,
) {
  if (wanted.length === 0) return []
  const clickhouse = yield* ClickHouse
  const ids = wanted.map(({ id }) => id)
  const named = wanted.flatMap(({ account }) => account ?? [])
  const everyone = named.length < wanted.length ? 1 : 0
  const accounts = [...new Set(named)]
  const rows = yield* clickhouse.query(
    byId,
    { everyone, accounts, ids, shown: shownBytes },
    RejectionRow,
  )
  const decided = yield* clickhouse.query(
    resolutions,
    { accounts: [...new Set(rows.map(({ account }) => account))], ids },
    ResolutionRow,
  )
  const byKey = new Map(decided.map((row) => [`${row.rejection}/${row.account}`, row]))
  return rows.map((row) => toRejection(row, byKey.get(`${row.id}/${row.account}`)))
})

const orNull = (text: string): string | null => (text === "" ? null : text)

const toRejection = (
  row: typeof RejectionRow.Type,
  decided: typeof ResolutionRow.Type | undefined,
): KeptRejection => ({
  id: row.id,
  account: orNull(row.account),
  eventId: orNull(row.event_id),
  reason: row.reason,
  errors: row.errors,
  differs: row.differs,
  raw: Buffer.from(row.shown, "base64"),
  keptBytes: Number(row.kept),
  position:
    row.topic === "" ? null : { topic: row.topic, partition: row.partition, offset: row.offset },
  receivedAt: Number(row.received_at),
  resolution: decided === undefined ? null : toResolution(decided),
})

const toResolution = (row: typeof ResolutionRow.Type): Resolution => ({
  state: row.state,
  action: row.action,
  fate: orNull(row.fate),
  event: row.event_id === "" ? null : { account: row.event_account, id: row.event_id },
  note: orNull(row.note),
  at: Number(row.version),
})

const STRUCTURE = [
  "account String",
  "rejection UInt64",
  "version UInt64",
  "state Enum8('retried' = 1, 'resolved' = 2)",
  "action Enum8('retry' = 1, 'dismiss' = 2)",
  "fate String",
  "event_account String",
  "event_id String",
  "note String",
].join(", ")
const statement = sqlQuery("insert-rejection-resolution")

export const insertResolution = (
  folder: string,
  rejection: KeptRejection,
  resolution: Resolution,
) =>
  insertScratchRows(
    { folder, statement, structure: STRUCTURE },
    [resolution],
    (out: RowBinaryWriter, { state, action, fate, event, note, at }) => {
      out.string(rejection.account ?? "")
      out.uint64(rejection.id)
      out.uint64(BigInt(at))
      out.uint8(RESOLUTION_STATES.indexOf(state) + 1)
      out.uint8(RESOLUTION_ACTIONS.indexOf(action) + 1)
      out.string(fate ?? "")
      out.string(event?.account ?? "")
      out.string(event?.id ?? "")
      out.string(note ?? "")
    },
  )
