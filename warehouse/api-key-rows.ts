/** API keys as the table holds them: hashes and rights, never a key. */
import { Schema } from "effect"
import { SCOPES, type Scope } from "./domain/access-scope.ts"
import type { RowBinaryWriter } from "./row-binary.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

export interface ApiKey {
  readonly id: string
  readonly name: string
  /** SHA-256 of the key, in lower-case hexadecimal. */
  readonly hash: string
  /** The key's first characters, by which people know it again. */
  readonly startsWith: string
  readonly scopes: ReadonlyArray<Scope>
  /** Null for all. */
  readonly accounts: ReadonlyArray<string> | null
  /** Epoch milliseconds, here and below. */
  readonly createdAt: number
  /** Null: never. */
  readonly expiresAt: number | null
  /** Null: it is not. */
  readonly revokedAt: number | null
}

export const ApiKeyRow = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  hash: Schema.String,
  starts_with: Schema.String,
  scopes: Schema.Array(Schema.Literals(SCOPES)),
  everyone: Schema.Int,
  accounts: Schema.Array(Schema.String),
  created_at: Schema.NumberFromString,
  expires_at: Schema.NumberFromString,
  revoked_at: Schema.NumberFromString,
})

const orNull = (instant: number): number | null => (instant === 0 ? null : instant)

export const toApiKey = (row: typeof ApiKeyRow.Type): ApiKey => ({
  id: row.id,
  name: row.name,
  hash: row.hash.toLowerCase(),
  startsWith: row.starts_with,
  scopes: row.scopes,
  accounts: row.everyone === 1 ? null : row.accounts,
  createdAt: row.created_at,
  expiresAt: orNull(row.expires_at),
  revokedAt: orNull(row.revoked_at),
})

const STRUCTURE = [
  "id String",
  "version UInt64",
  "name String",
  "hash FixedString(32)",
  "starts_with String",
  "scopes Array(String)",
  "everyone UInt8",
  "accounts Array(String)",
  "created_at UInt64",
  "expires_at UInt64",
  "revoked_at UInt64",
].join(", ")
const statement = sqlQuery("insert-api-key")

/** `folder`: where a scratch file may stand for a moment. `version`: higher than all earlier ones. */
export const insertApiKey = (folder: string, key: ApiKey, version: number) =>
  insertScratchRows({ folder, statement, structure: STRUCTURE }, [key], (out, one) => {
    out.string(one.id)
    out.uint64(BigInt(version))
    out.string(one.name)
    out.encoded(Buffer.from(one.hash, "hex"))
    out.string(one.startsWith)
    writeStrings(out, one.scopes)
    out.uint8(one.accounts === null ? 1 : 0)
    writeStrings(out, one.accounts ?? [])
    out.uint64(BigInt(one.createdAt))
    out.uint64(BigInt(one.expiresAt ?? 0))
    out.uint64(BigInt(one.revokedAt ?? 0))
  })

const writeStrings = (out: RowBinaryWriter, texts: ReadonlyArray<string>): void => {
  out.count(texts.length)
  for (const text of texts) out.string(text)
}
