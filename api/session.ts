import { Effect, Schema } from "effect"
import { type Context, Hono, type TypedResponse } from "hono"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import type { Credential } from "./access.ts"
import { type Answer, run } from "./answer.ts"
import { endSession, requireCredential, signInWith, startSession } from "./authenticate.ts"
import { bodyBytes, checkEncoding, mediaType, parseJson } from "./body.ts"
import type { Session } from "./contract.ts"
import { nameOf } from "./credential.ts"
import type { ApiEnv } from "./environment.ts"
import { fieldsRefused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"

/** What `POST /v1/session` exchanges for a cookie. */
export const SessionKey = Schema.Struct({ key: Schema.String }).annotate({
  identifier: "SessionKey",
})

const KEY_BYTES_MAX = 4_096
const decodeKey = Schema.decodeUnknownEffect(SessionKey, { onExcessProperty: "error" })

// Only JSON is read: a form on another site cannot send that, so nobody is signed in from there.
const credentialInBody = Effect.fnUntraced(function* (c: Context<ApiEnv>) {
  const request = c.req.raw
  yield* checkEncoding(request)
  const value = yield* Effect.flatMap(bodyBytes(request, KEY_BYTES_MAX), parseJson)
  const { key } = yield* decodeKey(value).pipe(
    Effect.mapError(() =>
      fieldsRefused("invalidBody", [
        { pointer: "/key", code: "invalid_value", message: "must be the only member, and text" },
      ]),
    ),
  )
  return yield* signInWith(c, key)
})

const show = (c: Context<ApiEnv>, credential: Credential): Answer<Session> => {
  const { accounts, admin, scopes, expiresAt } = credential
  const body: Session = {
    accounts,
    admin,
    scopes,
    holder: nameOf(credential),
    expires_at: expiresAt === null ? null : formatInstant(expiresAt),
  }
  return c.json(body, 200) as unknown as Answer<Session>
}

/** A key for a cookie, and a cookie for one that lasts its full time again. Mounted before authentication. */
export const sessionExchange = new Hono<ApiEnv>().post(
  "/session",
  query(QUERIES.none),
  async (c) => {
    const inBody = mediaType(c.req.raw) === "application/json"
    const credential = inBody ? await run(c, credentialInBody(c)) : await requireCredential(c)
    await startSession(c, credential)
    return show(c, credential)
  },
)

export const session = new Hono<ApiEnv>()
  .get("/session", query(QUERIES.none), (c) => show(c, c.var.credential))
  .delete("/session", query(QUERIES.none), async (c): Promise<TypedResponse<null, 204, "body">> => {
    await endSession(c)
    return c.body(null, 204)
  })
