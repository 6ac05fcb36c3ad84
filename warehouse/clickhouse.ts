/**
 * The port to ClickHouse. Two adapters stand behind it: `embedded.ts` (the engine in this process) and
 * `server.ts` (a server over HTTP). They differ in how rows go in, how settings reach a statement and
 * how a statement is cancelled; nothing above this file knows which one it talks to.
 */
import { Context, type Effect, Schema, type Stream } from "effect"
import type { Operation, WarehouseError } from "./errors.ts"
import { StatementRejected, tooLong, UnfitParameter, WarehouseUnavailable } from "./errors.ts"

export type Parameter = string | number | bigint | null | ReadonlyArray<string | number | bigint>
export type Parameters = Readonly<Record<string, Parameter>>

/** From a question to its answer; then it is stopped, in the engine too. */
export const QUERY_SECONDS_MAX = 30

/** Rows of a group in a file of Parquet: a group is written when it is whole, and is in memory until then. */
export const PARQUET_GROUP_ROWS = 65_536

export type DownloadFormat = "CSV" | "JSONEachRow" | "Parquet"

/** A file of RowBinary rows on its way into a table. */
export interface RowsInsert {
  /** An `INSERT` of `sql/queries` that ends in `{{rows}}`. */
  readonly statement: string
  /** Columns and types of the file, in order: `account String, credits Decimal(18, 6) …`. */
  readonly structure: string
  readonly file: string
  /** What is inserted again under the same token counts once. Null for rows that may stand twice. */
  readonly token: string | null
}

export class ClickHouse extends Context.Service<
  ClickHouse,
  {
    /** True when no other process can write: then what this process remembers of the tables is the truth. */
    readonly exclusive: boolean
    /** True when each table is several, over shards and replicas. */
    readonly cluster: boolean
    /** Renders the placeholders and runs one statement that returns nothing. */
    readonly command: (
      statement: string,
      parameters?: Parameters,
    ) => Effect.Effect<void, WarehouseError>
    /** Rows as JSON objects, decimals and 64-bit integers as text, decoded by `row`. */
    readonly query: <A>(
      statement: string,
      parameters: Parameters,
      row: Schema.Decoder<A>,
    ) => Effect.Effect<ReadonlyArray<A>, WarehouseError>
    /** One column of UInt64, as pairs of 32-bit words, low word first. */
    readonly queryWords: (
      statement: string,
      parameters: Parameters,
    ) => Effect.Effect<Uint32Array, WarehouseError>
    /**
     * The answer as a file, a piece at a time; a few at once. CSV comes without a line of names, its lines
     * end with CR LF. In the order of the query. A file of Parquet is whole only with its last piece.
     */
    readonly download: (
      statement: string,
      parameters: Parameters,
      format: DownloadFormat,
    ) => Stream.Stream<Uint8Array, WarehouseError>
    /** No statement of this process writes meanwhile. Null where others may write as well. */
    readonly unwritten: (<A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>) | null
    readonly insertRows: (insert: RowsInsert) => Effect.Effect<void, WarehouseError>
  }
>()("warehouse/ClickHouse") {}

// A server exception carries a numeric code, a network error a name such as ECONNREFUSED. Told apart
// by shape: the embedded connection throws its own copy of the client's error class.
const isEngineException = Schema.is(
  Schema.Struct({ code: Schema.String.check(Schema.isPattern(/^\d+$/)), message: Schema.String }),
)

// Exceptions that say "not now" of a statement that is well: too much at once, no memory or disk, too
// many parts, a time limit, a replica without its Keeper, a stop.
const PASSING = new Set(
  [
    159, 202, 209, 210, 225, 236, 241, 242, 243, 252, 279, 285, 286, 319, 394, 425, 439, 745, 999,
  ].map(String),
)

const TIMEOUT_EXCEEDED = "159"
const BAD_QUERY_PARAMETER = "457"

export const classify =
  (operation: Operation) =>
  (cause: unknown): WarehouseError => {
    if (cause instanceof UnfitParameter)
      return new StatementRejected({ operation, code: BAD_QUERY_PARAMETER, detail: cause.message })
    if (!isEngineException(cause)) return new WarehouseUnavailable({ operation, cause })
    const { code, message } = cause
    if (operation === "query" && code === TIMEOUT_EXCEEDED) return tooLong(QUERY_SECONDS_MAX)
    return PASSING.has(code)
      ? new WarehouseUnavailable({ operation, cause })
      : new StatementRejected({ operation, code, detail: message })
  }

const decoders = new WeakMap<object, (rows: unknown) => ReadonlyArray<unknown>>()

/** Rows come from our own statements: a row of another shape is a bug, not an answer. */
export const decodeRows = <A>(row: Schema.Decoder<A>): ((rows: unknown) => ReadonlyArray<A>) => {
  // Made once for each kind of row: making it takes longer than it takes to read a few rows.
  const decode = decoders.get(row) ?? Schema.decodeUnknownSync(Schema.Array(row))
  decoders.set(row, decode)
  return decode as (rows: unknown) => ReadonlyArray<A>
}

/** UInt64 in RowBinary is eight bytes, little endian: two words of this machine. */
export const wordsOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array =>
  // A copy, since words have to begin at a multiple of their size.
  new Uint32Array(buffer.slice(byteOffset, byteOffset + byteLength))
