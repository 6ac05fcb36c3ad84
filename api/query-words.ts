/** The words of a query string: each one's schema validates it, types the client and is its documentation. */
import { Schema } from "effect"
import { isDay, isTimeZone } from "#warehouse/domain/calendar.ts"
import type { Filters } from "#warehouse/domain/filters.ts"
import { LEDGER_SORTS } from "#warehouse/domain/ledger-order.ts"
import { RANGES } from "#warehouse/domain/range.ts"
import { REJECTION_REASONS } from "#warehouse/rejection-store.ts"
import { FILTER_WORD, FILTER_WORD_ALL, type FilterWord } from "./filters.ts"
import { isInstant } from "./moments.ts"

/** Before it, zones had offsets that the quarter-hour rollups cannot follow. */
export const EARLIEST_DAY = "1980-01-01"
/** Edges travel to the engine as 32-bit seconds, which end in 2106. */
export const LATEST_DAY = "2099-12-31"
export const LIMIT_DEFAULT = 50
export const LIMIT_MAX = 500
const CURSOR_LENGTH_MAX = 2_048
const TEXT_LENGTH_MAX = 128

/** The description stands on the text and the message on the check: either would hide the other. */
export const text = (description: string, accepts: (text: string) => boolean, message: string) =>
  Schema.String.annotate({ description }).check(Schema.makeFilter(accepts).annotate({ message }))

const day = (description: string) =>
  text(
    `${description} YYYY-MM-DD, counted in \`tz\`.`,
    (text) => isDay(text) && text >= EARLIEST_DAY && text <= LATEST_DAY,
    `must be a day, YYYY-MM-DD, from ${EARLIEST_DAY} to ${LATEST_DAY}`,
  )

const moment = (description: string) =>
  text(
    `${description} A day, YYYY-MM-DD, counted in \`tz\`; or an instant, RFC 3339.`,
    (text) => (isDay(text) ? text >= EARLIEST_DAY && text <= LATEST_DAY : isInstant(text)),
    `must be a day, YYYY-MM-DD, or an instant such as 2026-03-05T10:30:00Z, from ${EARLIEST_DAY} to ${LATEST_DAY}`,
  )

export const oneOf = <const L extends ReadonlyArray<string>>(literals: L, description: string) =>
  Schema.Literals(literals).annotate({
    description,
    message: `must be one of ${literals.join(", ")}`,
  })

export const isLimit = (text: string) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= LIMIT_MAX

const words = {
  from: day("First day; goes with `to`."),
  to: day("Last day, inclusive; goes with `from`."),
  fromMoment: moment("Where it begins; goes with `to`, both days or both instants."),
  toMoment: moment(
    "Last day, inclusive, or the first instant that is not in it; goes with `from`.",
  ),
  range: oneOf(RANGES, "A stretch of days that ends today. Not together with `from` and `to`."),
  tz: text(
    "IANA time zone that days are counted in; the account's zone unless given",
    isTimeZone,
    "must be an IANA time zone, such as Europe/Berlin",
  ),
  sort: oneOf(["account"], "The order of the list"),
  ledgerSort: oneOf(
    LEDGER_SORTS,
    "By time or by signed credits, a minus for descending; `-occurred_at`, newest first, unless given",
  ),
  q: text(
    "Part of an account's id or name; case does not matter",
    (text) => text.length <= TEXT_LENGTH_MAX,
    `must be at most ${TEXT_LENGTH_MAX} characters`,
  ),
  limit: text(
    `Entries on a page, 1 to ${LIMIT_MAX}; ${LIMIT_DEFAULT} unless given`,
    isLimit,
    `must be a whole number from 1 to ${LIMIT_MAX}`,
  ),
  cursor: text(
    "`next` or `prev` of an earlier answer to the same question",
    (text) => text.length <= CURSOR_LENGTH_MAX,
    "must be a cursor of an earlier answer to the same question",
  ),
  account: text(
    "Only what arrived for this account",
    (text) => text !== "" && text.length <= 2 * TEXT_LENGTH_MAX,
    "must be the id of an account",
  ),
  liveAccount: text(
    "The account to follow; everything that the credential may read, together, unless given",
    (text) => text !== "" && text.length <= 2 * TEXT_LENGTH_MAX,
    "must be the id of an account",
  ),
  reason: oneOf(REJECTION_REASONS, "Only what was not counted for this reason"),
  state: oneOf(["open", "resolved"], "Only what is resolved, or what is not (`open`)"),
  dry_run: oneOf(
    ["true", "false"],
    "Say what would become of each event, and of which rollup cells, and write nothing",
  ),
  balance: oneOf(
    ["true", "false"],
    "Add the balance after each accepted event; at most 100 events, not together with `dry_run`",
  ),
  writers: oneOf(
    ["stopped"],
    "Says that no other process writes to the warehouse, and that none was killed while it stored a batch",
  ),
  token: text(
    "The token of a one-time sign-in link",
    (text) => text.length <= TEXT_LENGTH_MAX,
    "must be the token of a sign-in link",
  ),
}

export const LIMIT_WORD = words.limit
export const RANGE_WORDS = { range: words.range, from: words.from, to: words.to, tz: words.tz }

/** The parameters of each endpoint. All may be left out; what is not listed is refused. */
export const QUERIES = {
  none: {},
  overview: { tz: words.tz },
  accounts: { q: words.q, sort: words.sort, limit: words.limit, cursor: words.cursor },
  transactions: {
    ...{ ...RANGE_WORDS, from: words.fromMoment, to: words.toMoment },
    filter: FILTER_WORD,
    sort: words.ledgerSort,
    limit: words.limit,
    cursor: words.cursor,
  },
  jointTransactions: {
    ...{ ...RANGE_WORDS, from: words.fromMoment, to: words.toMoment },
    filter: FILTER_WORD_ALL,
    sort: words.ledgerSort,
    limit: words.limit,
    cursor: words.cursor,
  },
  transaction: { tz: words.tz },
  keys: { limit: words.limit, cursor: words.cursor },
  audit: { limit: words.limit, cursor: words.cursor },
  events: { dry_run: words.dry_run, balance: words.balance },
  live: { account: words.liveAccount },
  rejections: {
    account: words.account,
    reason: words.reason,
    state: words.state,
    limit: words.limit,
    cursor: words.cursor,
  },
  rebuild: { writers: words.writers },
  signIn: { token: words.token },
} as const

export type QueryWords = Readonly<Record<string, Schema.Codec<string, string> | FilterWord>>
/** As it is sent: what is repeated is a list. */
export type SentQuery<W extends QueryWords> = { readonly [K in keyof W]?: W[K]["Encoded"] }
/** As it is read. */
export type Query<W extends QueryWords> = {
  readonly [K in keyof W]?: W[K] extends FilterWord ? Filters : W[K]["Type"]
}
