/** The wire shapes of keys, tokens and the audit log. */
import { Schema } from "effect"
import { SCOPES } from "#warehouse/domain/access-scope.ts"
import { Instant, Meta } from "./contract.ts"

const Scopes = Schema.Array(Schema.Literals(SCOPES))

/** `starts_with`: the key's first characters; the rest is kept nowhere. */
const key = {
  id: Schema.String,
  name: Schema.String,
  starts_with: Schema.String,
  scopes: Scopes,
  /** Null: all. */
  accounts: Schema.NullOr(Schema.Array(Schema.String)),
  state: Schema.Literals(["active", "expired", "revoked"]),
  created_at: Instant,
  /** Null: never. */
  expires_at: Schema.NullOr(Instant),
  revoked_at: Schema.NullOr(Instant),
  /** By any process, sessions that it was exchanged for included; up to a minute late. Null: never. */
  last_used_at: Schema.NullOr(Instant),
}
export const ApiKeyShown = Schema.Struct(key).annotate({ identifier: "ApiKey" })
export type ApiKeyShown = typeof ApiKeyShown.Type

/** `key`: shown in this answer only. */
export const CreatedKey = Schema.Struct({ ...key, key: Schema.String }).annotate({
  identifier: "CreatedKey",
})
export type CreatedKey = typeof CreatedKey.Type

/** Newest first. */
export const Keys = Schema.Struct({
  keys: Schema.Array(ApiKeyShown),
  next: Schema.NullOr(Schema.String),
  meta: Meta,
}).annotate({ identifier: "Keys" })
export type Keys = typeof Keys.Type

export const CreatedToken = Schema.Struct({
  token: Schema.String,
  /** By which it can be revoked. */
  id: Schema.String,
  account: Schema.String,
  expires_at: Instant,
}).annotate({ identifier: "CreatedToken" })
export type CreatedToken = typeof CreatedToken.Type

/** `details`: what the act was about, by the act; never a secret. */
export const AuditEntryShown = Schema.Struct({
  id: Schema.String,
  at: Instant,
  actor: Schema.String.annotate({ description: "`admin`, `key:ID` or `token:ACCOUNT`" }),
  act: Schema.String,
  target: Schema.String,
  details: Schema.Record(Schema.String, Schema.Unknown),
  request_id: Schema.String,
}).annotate({ identifier: "AuditEntry" })

/** Newest first. */
export const Audit = Schema.Struct({
  entries: Schema.Array(AuditEntryShown),
  next: Schema.NullOr(Schema.String),
  meta: Meta,
}).annotate({ identifier: "Audit" })
export type Audit = typeof Audit.Type
