/** Opaque places in a list: signed, and bound to the question they came from. */
import { createHmac, timingSafeEqual } from "node:crypto"
import { Context, Layer, Redacted, Schema } from "effect"
import { fieldsRefused } from "./problem.ts"
import type { Secrets } from "./secrets.ts"

export class Cursors extends Context.Service<
  Cursors,
  {
    readonly seal: (place: unknown) => string
    /** What was sealed, or undefined for anything that this server did not make. */
    readonly open: (cursor: string) => unknown
  }
>()("api/Cursors") {
  static readonly layer = ({ cursorKey }: Pick<Secrets, "cursorKey">) =>
    Layer.sync(Cursors, () => {
      const sign = (text: string) =>
        createHmac("sha256", Redacted.value(cursorKey)).update(text).digest().subarray(0, MAC_BYTES)
      return Cursors.of({
        seal: (place) => {
          const text = Buffer.from(JSON.stringify(place)).toString("base64url")
          return `${text}.${sign(text).toString("base64url")}`
        },
        open: (cursor) => {
          const [text = "", mac = "", ...rest] = cursor.split(".")
          const given = Buffer.from(mac, "base64url")
          if (rest.length > 0 || given.length !== MAC_BYTES) return undefined
          if (!timingSafeEqual(given, sign(text))) return undefined
          return JSON.parse(Buffer.from(text, "base64url").toString("utf8"))
        },
      })
    })
}

const MAC_BYTES = 16

export const cursorRefused = () =>
  fieldsRefused("invalidQuery", [
    {
      pointer: "/cursor",
      code: "invalid_value",
      message: "must be a cursor of an earlier answer to the same question",
    },
  ])

/** A page of accounts: the list goes on behind `after`. */
export const AccountsPlace = Schema.Struct({
  list: Schema.Literal("accounts"),
  q: Schema.String,
  after: Schema.String,
})

/** A page of API keys: the list goes on behind this one. */
export const KeysPlace = Schema.Struct({
  list: Schema.Literal("keys"),
  createdAt: Schema.Int,
  id: Schema.String,
})

/** A page of the audit log: the list goes on behind this entry. */
export const AuditPlace = Schema.Struct({
  list: Schema.Literal("audit"),
  at: Schema.Int,
  id: Schema.String.check(Schema.isPattern(/^[0-9a-f]{16}$/)),
})

/** A page of rejections: the list goes on behind this one. `question`: whose, which reason and state. */
export const RejectionsPlace = Schema.Struct({
  list: Schema.Literal("rejections"),
  question: Schema.String,
  receivedAt: Schema.Int,
  id: Schema.String.check(Schema.isPattern(/^[0-9a-f]{16}$/)),
})

/** A page of the transactions of several accounts: as of one ledger, with the account that stands there. */
export const JointPlace = Schema.Struct({
  list: Schema.Literal("joint"),
  question: Schema.String,
  interval: Schema.NullOr(Schema.Struct({ from: Schema.Int, to: Schema.Int })),
  direction: Schema.Literals(["next", "prev"]),
  occurredAt: Schema.Int,
  account: Schema.String,
  id: Schema.String,
  credits: Schema.BigIntFromString,
  offset: Schema.Int,
})

/** A page of one account's ledger. It carries its interval, so paging goes on over midnight. */
export const LedgerPlace = Schema.Struct({
  list: Schema.Literal("ledger"),
  /** A digest of whose ledger it is, its zone, range, filters and sort, as they were asked. */
  question: Schema.String,
  interval: Schema.NullOr(Schema.Struct({ from: Schema.Int, to: Schema.Int })),
  direction: Schema.Literals(["next", "prev"]),
  occurredAt: Schema.Int,
  id: Schema.String,
  credits: Schema.BigIntFromString,
  offset: Schema.Int,
})
