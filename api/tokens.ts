/** Tokens for one account, for a product that does not sign its own. */
import { Effect } from "effect"
import { type Context, Hono, type TypedResponse } from "hono"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { Access } from "./access.ts"
import { TOKEN_SECONDS_DEFAULT, TokenBody } from "./access-bodies.ts"
import type { CreatedToken } from "./access-contract.ts"
import { type Answer, run } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { jsonBody } from "./json-body.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { recordAct } from "./record-act.ts"

const readBody = jsonBody("What the token is for", TokenBody)

const createToken = Effect.fnUntraced(function* (c: Context<ApiEnv>) {
  const { account, expires_in } = yield* readBody(c.req.raw)
  const access = yield* Access
  const made = yield* access.createToken(account, expires_in ?? TOKEN_SECONDS_DEFAULT)
  const expires_at = formatInstant(made.expiresAt)
  yield* recordAct(c, account, { token: made.id, expires_at })
  return { token: made.token, id: made.id, account, expires_at } satisfies CreatedToken
})

const postToken = async (c: Context<ApiEnv>): Promise<Answer<CreatedToken, 201>> => {
  const body = await run(c, createToken(c))
  return c.json(body, 201) as unknown as Answer<CreatedToken, 201>
}

const revoke = Effect.fnUntraced(function* (
  c: Context<ApiEnv>,
  which: { readonly id: string } | { readonly account: string },
) {
  yield* recordAct(c, "id" in which ? which.id : which.account)
  yield* (yield* Access).revokeTokens(which)
})

type Gone = TypedResponse<null, 204, "body">

/** One, by its id. Nobody keeps a list of tokens: an id that is none of a token changes nothing. */
export const tokens = new Hono<ApiEnv>()
  .post("/", query(QUERIES.none), postToken)
  .delete("/:id", query(QUERIES.none), async (c): Promise<Gone> => {
    await run(c, revoke(c, { id: c.req.param("id") }))
    return c.body(null, 204)
  })

/** All that an account was given until now. */
export const tokensOfAccount = new Hono<ApiEnv>().delete(
  "/:account/tokens",
  query(QUERIES.none),
  async (c): Promise<Gone> => {
    await run(c, revoke(c, { account: c.req.param("account") }))
    return c.body(null, 204)
  },
)
