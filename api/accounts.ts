import { Clock, Effect, Option, Schema } from "effect"
import { Hono } from "hono"
import { AccountStore } from "#warehouse/account-store.ts"
import { readAccountBody } from "./account-body.ts"
import { answer, withMeta } from "./answer.ts"
import type { AccountAnswer, Accounts } from "./contract.ts"
import { AccountsPlace, Cursors, cursorRefused } from "./cursors.ts"
import type { ApiEnv } from "./environment.ts"
import { fieldsRefused } from "./problem.ts"
import { query } from "./query.ts"
import { LIMIT_DEFAULT, QUERIES, type Query } from "./query-words.ts"
import { recordAct } from "./record-act.ts"
import { readableAccount } from "./scope.ts"
import { wireAccount, wireAccountSummary } from "./wire.ts"

const decodePlace = Schema.decodeUnknownOption(AccountsPlace)

const listAccounts = Effect.fnUntraced(function* (
  only: ReadonlyArray<string> | null,
  words: Query<typeof QUERIES.accounts>,
) {
  const cursors = yield* Cursors
  const accounts = yield* AccountStore
  const text = words.q ?? ""
  const limit = Number(words.limit ?? LIMIT_DEFAULT)
  let after = ""
  if (words.cursor !== undefined) {
    const place = decodePlace(cursors.open(words.cursor))
    if (Option.isNone(place) || place.value.q !== text) return yield* cursorRefused()
    after = place.value.after
  }
  const now = yield* Clock.currentTimeMillis
  // One more than asked for tells whether the list goes on.
  const found = yield* accounts.list({ text, only, after, limit: limit + 1, now })
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const body: Omit<Accounts, "meta"> = {
    accounts: shown.map(wireAccountSummary),
    next:
      found.length > limit && last !== undefined
        ? cursors.seal({ list: "accounts", q: text, after: last.account })
        : null,
  }
  return body
})

const ACCOUNT_NAME = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,128}$/u

export const accounts = new Hono<ApiEnv>()
  .get("/", query(QUERIES.accounts), (c) =>
    answer<Accounts>(
      c,
      withMeta(
        { tz: "UTC", interval: null },
        listAccounts(c.var.credential.accounts, c.req.valid("query")),
      ),
    ),
  )
  .get("/:account", query(QUERIES.none), (c) =>
    answer<AccountAnswer>(
      c,
      Effect.gen(function* () {
        const account = yield* readableAccount(c.var.credential, c.req.param("account"))
        const scope = { tz: account.timeZone, interval: null }
        return yield* withMeta(scope, Effect.succeed(wireAccount(account)))
      }),
    ),
  )
  .put("/:account", query(QUERIES.none), (c) =>
    answer<AccountAnswer>(
      c,
      Effect.gen(function* () {
        const name = c.req.param("account")
        if (!ACCOUNT_NAME.test(name))
          return yield* fieldsRefused("invalidBody", [
            {
              pointer: "/account",
              code: "invalid_value",
              message: "must be 1 to 128 printable characters",
            },
          ])
        const account = yield* readAccountBody(c.req.raw, name)
        const wire = wireAccount(account)
        yield* recordAct(c, name, wire)
        yield* (yield* AccountStore).put(account)
        const scope = { tz: account.timeZone, interval: null }
        return yield* withMeta(scope, Effect.succeed(wire))
      }),
    ),
  )
