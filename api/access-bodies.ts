/** The bodies that ask for a key or a token. */
import { Schema } from "effect"
import { SCOPES } from "#warehouse/domain/access-scope.ts"
import { readInstant } from "#warehouse/domain/usage-event-rules.ts"
import { TOKEN_SECONDS_MAX } from "./account-tokens.ts"

const NAME_LENGTH_MAX = 128
const ACCOUNTS_MAX = 1_000
const TOKEN_SECONDS_MIN = 60
export const TOKEN_SECONDS_DEFAULT = 3_600

const PRINTABLE = new RegExp(`^[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,${NAME_LENGTH_MAX}}$`, "u")

// A filter, no pattern: others' tools cannot make texts of classes such as these.
const name = (what: string) =>
  Schema.String.check(Schema.makeFilter((text: string) => PRINTABLE.test(text))).annotate({
    message: `must be ${what}, 1 to ${NAME_LENGTH_MAX} printable characters`,
  })

const isUnique = (values: ReadonlyArray<string>) => new Set(values).size === values.length

export const KeyBody = Schema.Struct({
  name: name("a name for people"),
  scopes: Schema.Array(Schema.Literals(SCOPES))
    .check(Schema.makeFilter((scopes) => scopes.length > 0 && isUnique(scopes)))
    .annotate({ message: `must be one or more of ${SCOPES.join(", ")}, each once` }),
  accounts: Schema.optionalKey(
    Schema.NullOr(
      Schema.Array(name("an account")).check(
        Schema.makeFilter(
          (accounts: ReadonlyArray<string>) =>
            accounts.length > 0 && accounts.length <= ACCOUNTS_MAX && isUnique(accounts),
        ).annotate({ message: `must be null (all), or 1 to ${ACCOUNTS_MAX} accounts, each once` }),
      ),
    ),
  ).annotate({ description: "The accounts it is for; null, or left out, is all" }),
  expires_at: Schema.optionalKey(
    Schema.NullOr(
      Schema.String.check(
        Schema.makeFilter((text) => typeof readInstant(text) === "number"),
      ).annotate({ message: "must be null (never) or RFC 3339, such as 2027-01-28T00:00:00Z" }),
    ),
  ),
}).annotate({ identifier: "KeyBody" })
export type KeyBody = typeof KeyBody.Type

export const TokenBody = Schema.Struct({
  account: name("an account"),
  expires_in: Schema.optionalKey(
    Schema.Int.check(
      Schema.isBetween({ minimum: TOKEN_SECONDS_MIN, maximum: TOKEN_SECONDS_MAX }),
    ).annotate({
      message: `must be a whole number of seconds from ${TOKEN_SECONDS_MIN} to ${TOKEN_SECONDS_MAX}`,
    }),
  ).annotate({ description: `Seconds; ${TOKEN_SECONDS_DEFAULT} unless given` }),
}).annotate({ identifier: "TokenBody" })
