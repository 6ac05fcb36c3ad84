import { Effect, Option, Schema } from "effect"
import { type Context, Hono } from "hono"
import { RejectionReview } from "#warehouse/rejection-review.ts"
import type { Credential } from "./access.ts"
import { type Answer, answer, run, withMeta } from "./answer.ts"
import { mayRead } from "./credential.ts"
import { Cursors, cursorRefused, RejectionsPlace } from "./cursors.ts"
import type { ApiEnv } from "./environment.ts"
import { noSuchAccount } from "./problem.ts"
import { query } from "./query.ts"
import { LIMIT_DEFAULT, QUERIES, type Query } from "./query-words.ts"
import { recordAct } from "./record-act.ts"
import { readResolveBody } from "./rejection-body.ts"
import type { RejectionAnswer, Rejections, Resolved } from "./rejection-contract.ts"
import { readableRejection, resolveRejection } from "./rejection-resolution.ts"
import { parseId, wireId, wireRejection } from "./rejection-wire.ts"

type Words = Query<typeof QUERIES.rejections>

const decodePlace = Schema.decodeUnknownOption(RejectionsPlace)

const placeOf = Effect.fnUntraced(function* (question: string, cursor: string) {
  const place = decodePlace((yield* Cursors).open(cursor))
  if (Option.isNone(place) || place.value.question !== question) return yield* cursorRefused()
  return { receivedAt: place.value.receivedAt, id: BigInt(`0x${place.value.id}`) }
})

/** What a cursor is bound to. */
const questionOf = ({ account, reason, state }: Words) =>
  JSON.stringify([account ?? null, reason ?? null, state ?? null])

/** Whose rejections are listed: null for everybody's. No account is looked up, so none tells by its time. */
const accountsOf = Effect.fnUntraced(function* (credential: Credential, { account }: Words) {
  if (account === undefined) return credential.accounts
  return mayRead(credential, account) ? [account] : yield* noSuchAccount()
})

const listRejections = Effect.fnUntraced(function* (credential: Credential, words: Words) {
  const accounts = yield* accountsOf(credential, words)
  const question = questionOf(words)
  const after = words.cursor === undefined ? null : yield* placeOf(question, words.cursor)
  const review = yield* RejectionReview
  const { seal } = yield* Cursors
  const { rejections, hasMore } = yield* review.page({
    accounts,
    reason: words.reason ?? null,
    state: words.state ?? null,
    after,
    limit: Number(words.limit ?? LIMIT_DEFAULT),
  })
  const last = rejections.at(-1)
  const next = (): string | null => {
    if (!hasMore || last === undefined) return null
    const place = { list: "rejections", question, receivedAt: last.receivedAt, id: wireId(last.id) }
    return seal(place)
  }
  const body: Omit<Rejections, "meta"> = {
    rejections: rejections.map(wireRejection),
    next: next(),
  }
  return body
})

const UTC = { tz: "UTC", interval: null }

const postResolve = async (c: Context<ApiEnv>): Promise<Answer<Resolved, 200 | 202>> => {
  const { rejection, result } = await run(
    c,
    Effect.gen(function* () {
      const body = yield* readResolveBody(c.req.raw)
      const id = c.req.param("id") ?? ""
      yield* recordAct(c, id, {
        action: body.action,
        ...(body.action === "dismiss" && { note: body.note }),
      })
      return yield* resolveRejection(parseId(id), body)
    }),
  )
  const body: Resolved = { rejection: wireRejection(rejection), result }
  // 202: its event gets its final fate later.
  const status = result?.fate === "queued" ? 202 : 200
  return c.json(body, status) as unknown as Answer<Resolved, 200 | 202>
}

export const rejections = new Hono<ApiEnv>()
  .get("/", query(QUERIES.rejections), (c) =>
    answer<Rejections>(c, withMeta(UTC, listRejections(c.var.credential, c.req.valid("query")))),
  )
  .get("/:id", query(QUERIES.none), (c) =>
    answer<RejectionAnswer>(
      c,
      withMeta(
        UTC,
        Effect.map(
          readableRejection(parseId(c.req.param("id")), c.var.credential.accounts),
          (rejection) => ({ rejection: wireRejection(rejection) }),
        ),
      ),
    ),
  )
  .post("/:id/resolve", query(QUERIES.none), postResolve)
