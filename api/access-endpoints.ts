/** The part of the endpoint table about who may ask. */
import { KeyBody, TokenBody } from "./access-bodies.ts"
import { Audit, CreatedKey, CreatedToken, Keys } from "./access-contract.ts"
import { type Endpoint, ok, READ_PROBLEMS, WRITE_PROBLEMS } from "./endpoint.ts"
import { QUERIES } from "./query-words.ts"

const OPENS_NOTHING =
  "It opens nothing any more, nor do the sessions it was exchanged for: within a second in every process. Streams and files that are under way end."

export const ACCESS_ENDPOINTS: ReadonlyArray<Endpoint> = [
  {
    method: "get",
    path: "/v1/keys",
    summary: "The API keys of all times, newest first, without their secrets",
    credential: "admin",
    query: QUERIES.keys,
    answers: [ok(Keys)],
    problems: READ_PROBLEMS,
  },
  {
    method: "post",
    path: "/v1/keys",
    summary: "Makes an API key and shows it, this once",
    description:
      "`ingest` may send events, `read` may read figures, `admin` everything. For all accounts, or for those in `accounts`. It holds in every process within a second.",
    credential: "admin",
    act: "key.create",
    query: QUERIES.none,
    body: { "application/json": KeyBody },
    answers: [{ status: 201, description: "The key, which is kept nowhere", schema: CreatedKey }],
    problems: [...WRITE_PROBLEMS, "invalidBody", "tooManyKeys"],
  },
  {
    method: "delete",
    path: "/v1/keys/:id",
    summary: "Revokes an API key",
    description:
      "It opens nothing any more, nor do the sessions it was exchanged for: within a second in every process.",
    credential: "admin",
    act: "key.revoke",
    query: QUERIES.none,
    answers: [{ status: 204, description: "It is revoked", schema: null }],
    problems: [...READ_PROBLEMS, "crossOrigin", "notFound"],
  },
  {
    method: "post",
    path: "/v1/tokens",
    summary: "Makes a token that reads one account",
    description: "For at most 24 hours. It ends by itself, or when it is revoked by its `id`.",
    credential: "admin",
    act: "token.create",
    query: QUERIES.none,
    body: { "application/json": TokenBody },
    answers: [{ status: 201, description: "The token", schema: CreatedToken }],
    problems: [...WRITE_PROBLEMS, "invalidBody"],
  },
  {
    method: "delete",
    path: "/v1/tokens/:id",
    summary: "Revokes a token by its id",
    description: `Of one that the host product signed, by its \`jti\`. ${OPENS_NOTHING}`,
    credential: "admin",
    act: "token.revoke",
    query: QUERIES.none,
    answers: [{ status: 204, description: "It opens nothing", schema: null }],
    problems: [...READ_PROBLEMS, "crossOrigin"],
  },
  {
    method: "delete",
    path: "/v1/accounts/:account/tokens",
    summary: "Revokes all tokens that an account was given until now",
    description: `Whoever made them; one that does not say when (\`iat\`) was made before. ${OPENS_NOTHING}`,
    credential: "admin",
    act: "account.revoke_tokens",
    query: QUERIES.none,
    answers: [{ status: 204, description: "They open nothing", schema: null }],
    problems: [...READ_PROBLEMS, "crossOrigin"],
  },
  {
    method: "get",
    path: "/v1/audit",
    summary: "Administrative acts, newest first: who did what, when, in which request",
    description: "An act is on record before it is done. No secret is.",
    credential: "admin",
    query: QUERIES.audit,
    answers: [ok(Audit)],
    problems: READ_PROBLEMS,
  },
]
