/** Who did what to whom, when: administrative acts, on record before they are done. */
import { randomBytes } from "node:crypto"
import { Clock, Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

export interface AuditEntry {
  readonly id: bigint
  /** Epoch milliseconds. */
  readonly at: number
  /** `admin`, `key:ID` or `token:ACCOUNT`. */
  readonly actor: string
  /** `key.create`, `account.put`, … */
  readonly act: string
  /** What it was done to: an id, an account's name. */
  readonly target: string
  /** Never a secret. */
  readonly details: Readonly<Record<string, unknown>>
  readonly requestId: string
}

export interface AuditPageQuery {
  /** The page goes on behind this entry; null from the newest. */
  readonly after: { readonly at: number; readonly id: bigint } | null
  readonly limit: number
}

export class AuditLog extends Context.Service<
  AuditLog,
  {
    /** Once it succeeds the entry is stored. */
    readonly record: (entry: Omit<AuditEntry, "id" | "at">) => Effect.Effect<void, WarehouseError>
    /** Newest first. */
    readonly page: (
      query: AuditPageQuery,
    ) => Effect.Effect<
      { readonly entries: ReadonlyArray<AuditEntry>; readonly hasMore: boolean },
      WarehouseError
    >
  }
>()("warehouse/AuditLog") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      AuditLog,
      Effect.gen(function* () {
        const clickhouse = yield* ClickHouse
        const insert = { folder, statement, structure: STRUCTURE }
        return AuditLog.of({
          record: Effect.fn("AuditLog.record")(
            function* (entry) {
              const at = yield* Clock.currentTimeMillis
              yield* insertScratchRows(
                insert,
                [entry],
                (out, { actor, act, target, details, requestId }) => {
                  out.uint64(BigInt(at))
                  out.encoded(randomBytes(8))
                  out.string(actor)
                  out.string(act)
                  out.string(target)
                  out.string(JSON.stringify(details))
                  out.string(requestId)
                },
              )
            },
            Effect.provideService(ClickHouse, clickhouse),
          ),
          page: Effect.fn("AuditLog.page")(function* ({ after, limit }) {
            const { at, id } = after ?? { at: Number.MAX_SAFE_INTEGER, id: 0n }
            // One more than asked for tells whether the list goes on.
            const rows = yield* clickhouse.query(page, { at, id, limit: limit + 1 }, AuditRow)
            return { entries: rows.slice(0, limit).map(toEntry), hasMore: rows.length > limit }
          }),
        })
      }),
    )
}

const statement = sqlQuery("insert-audit-entry")
const page = sqlQuery("audit-page")

const STRUCTURE =
  "at UInt64, id UInt64, actor String, act String, target String, details String, request String"

const AuditRow = Schema.Struct({
  at: Schema.NumberFromString,
  id: Schema.BigIntFromString,
  actor: Schema.String,
  act: Schema.String,
  target: Schema.String,
  details: Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)),
  request: Schema.String,
})

const toEntry = ({ request, ...row }: typeof AuditRow.Type): AuditEntry => ({
  ...row,
  requestId: request,
})
