/** Every endpoint, in one table: the OpenAPI document is rendered from it, and a test holds the app to it. */
import { Schema } from "effect"
import { CloudEventData, CloudEventSchema } from "#warehouse/domain/cloud-event-schema.ts"
import { UsageEventSchema } from "#warehouse/domain/usage-event-schema.ts"
import { ACCESS_ENDPOINTS } from "./access-endpoints.ts"
import { AccountBody } from "./account-body.ts"
import { BACKUP_ENDPOINTS } from "./backup-contract.ts"
import { AccountAnswer, Accounts, Overview, Session, Transactions } from "./contract.ts"
import {
  accountRead,
  BODY_PROBLEMS,
  type Endpoint,
  ok,
  okOrFile,
  READ_PROBLEMS,
  WRITE_PROBLEMS,
} from "./endpoint.ts"
import { EVENTS_MAX } from "./event-body.ts"
import { EventResults } from "./event-contract.ts"
import { EVENT_EXAMPLES, EVENT_HEADERS, type HeaderExample } from "./event-examples.ts"
import { EXPORT_ENDPOINTS } from "./export-endpoints.ts"
import { Gaps } from "./gaps.ts"
import { INSIGHT_ENDPOINTS } from "./insight-endpoints.ts"
import { LIVE_ENDPOINTS } from "./live-endpoints.ts"
import { OPERATIONS_ENDPOINTS } from "./operations-endpoints.ts"
import { WAIT_SECONDS_MAX } from "./prefer.ts"
import { PROOF_ENDPOINTS } from "./proof-endpoints.ts"
import { QUERIES } from "./query-words.ts"
import { Health, Ready } from "./readiness.ts"
import { ResolveDocument } from "./rejection-body.ts"
import {
  EventStory,
  RejectionAnswer,
  Rejections,
  Resolved,
  TransactionAnswer,
} from "./rejection-contract.ts"
import { SessionKey } from "./session.ts"
import { USAGE_ENDPOINTS } from "./usage-endpoints.ts"
import { VIEW_ENDPOINTS } from "./view-contract.ts"

const open = (path: string, summary: string, answers: Endpoint["answers"]): Endpoint => ({
  method: "get",
  path,
  summary,
  credential: "none",
  query: QUERIES.none,
  answers,
  problems: ["invalidQuery", "internal"],
})

const UsageEvents = Schema.Union([
  UsageEventSchema,
  Schema.Array(UsageEventSchema).check(Schema.isMaxLength(EVENTS_MAX)),
  CloudEventData,
]).annotate({
  description:
    "One usage event or an array of them, in at most 10 MiB. With ce- headers: the data of one CloudEvent",
})

const PREFER: HeaderExample = {
  description: `wait=N: with a log, wait up to N seconds (at most ${WAIT_SECONDS_MAX}) for final fates; what has none by then is queued`,
  example: "wait=5",
}

const CloudEventBatch = Schema.Array(CloudEventSchema).check(Schema.isMaxLength(EVENTS_MAX))

const UsageEventLines = Schema.String.annotate({
  description: `At most ${EVENTS_MAX} usage events, one a line, in at most 10 MiB`,
})

export const ENDPOINTS: ReadonlyArray<Endpoint> = [
  {
    method: "post",
    path: "/v1/events",
    summary: "Takes usage events and answers with the fate of each",
    description:
      "With a credential for some accounts, events of others are rejected by name. `balance=true` needs the scope read as well.",
    credential: "ingest",
    query: QUERIES.events,
    body: {
      "application/json": UsageEvents,
      "application/x-ndjson": UsageEventLines,
      "application/cloudevents+json": CloudEventSchema,
      "application/cloudevents-batch+json": CloudEventBatch,
    },
    examples: EVENT_EXAMPLES,
    headers: { ...EVENT_HEADERS, prefer: PREFER },
    answers: [
      ok(EventResults, "Every event has its final fate"),
      { status: 202, description: "Some events are in the log", schema: EventResults },
    ],
    problems: WRITE_PROBLEMS,
  },
  {
    method: "get",
    path: "/v1/accounts",
    summary: "The accounts that the credential may read",
    credential: "read",
    query: QUERIES.accounts,
    answers: [ok(Accounts)],
    problems: READ_PROBLEMS,
  },
  accountRead("", "One account", QUERIES.none, AccountAnswer),
  {
    method: "put",
    path: "/v1/accounts/:account",
    summary: "Makes or replaces one account; what is left out takes its default",
    credential: "admin",
    act: "account.put",
    query: QUERIES.none,
    body: { "application/json": AccountBody },
    answers: [ok(AccountAnswer)],
    problems: [...WRITE_PROBLEMS, "invalidBody"],
  },
  accountRead("/overview", "The figures of the Usage page's head", QUERIES.overview, Overview),
  {
    ...accountRead(
      "/transactions",
      "A page of the ledger, filtered and in any order, with exact balances",
      QUERIES.transactions,
      Transactions,
    ),
    description:
      "As a file, by `Accept`: all of it, oldest first, without `sort`, `limit` and `cursor`. In CSV and XLSX an apostrophe stands before a text that begins with one, or that a spreadsheet would take for a formula.",
    answers: [okOrFile(Transactions)],
    problems: [...READ_PROBLEMS, "notFound", "tooManyRows"],
  },
  accountRead(
    "/transactions/:id",
    "One transaction with its balance after, and what it is linked to",
    QUERIES.transaction,
    TransactionAnswer,
  ),
  ...PROOF_ENDPOINTS,
  ...BACKUP_ENDPOINTS,
  ...INSIGHT_ENDPOINTS,
  ...OPERATIONS_ENDPOINTS,
  ...VIEW_ENDPOINTS,
  ...USAGE_ENDPOINTS,
  ...LIVE_ENDPOINTS,
  ...EXPORT_ENDPOINTS,
  {
    ...accountRead("/events/:id", "One event's whole story", QUERIES.none, EventStory),
    description:
      "What was stored and where it came from, what refers to it, and what else arrived under its id. Duplicates leave no trace: an event that says the same again changes nothing.",
  },
  {
    method: "get",
    path: "/v1/rejections",
    summary: "What arrived and was not counted, newest first",
    description:
      "Conflicts, refused events and dead letters, each with the first 8 KiB of what arrived. With a credential for some accounts, those of these accounts.",
    credential: "read",
    query: QUERIES.rejections,
    answers: [ok(Rejections)],
    problems: [...READ_PROBLEMS, "notFound"],
  },
  {
    method: "get",
    path: "/v1/rejections/:id",
    summary: "One of them, with everything that was kept",
    credential: "read",
    query: QUERIES.none,
    answers: [ok(RejectionAnswer)],
    problems: [...READ_PROBLEMS, "notFound"],
  },
  {
    method: "post",
    path: "/v1/rejections/:id/resolve",
    summary: "Sends what was kept, or a corrected event, again; or dismisses it with a note",
    description:
      "A retry takes the way of every event and counts once. Accepted or duplicate: it is resolved. Otherwise it stays open, and `result` says why.",
    credential: "admin",
    act: "rejection.resolve",
    query: QUERIES.none,
    body: { "application/json": ResolveDocument },
    answers: [
      ok(Resolved, "What was decided is on record"),
      { status: 202, description: "The event is in the log", schema: Resolved },
    ],
    problems: [...WRITE_PROBLEMS, "invalidBody", "notFound", "alreadyResolved", "notRetryable"],
  },
  {
    method: "get",
    path: "/v1/gaps",
    summary: "Stretches of the log that were given up by name, newest first",
    description:
      "Messages that were gone before they were stored: a start refuses then, and goes on without them only when told to. At most 1,000.",
    credential: "admin",
    query: QUERIES.none,
    answers: [ok(Gaps)],
    problems: READ_PROBLEMS,
  },
  ...ACCESS_ENDPOINTS,
  {
    method: "get",
    path: "/v1/session",
    summary: "What the credential may do",
    credential: "any",
    query: QUERIES.none,
    answers: [ok(Session)],
    problems: READ_PROBLEMS,
  },
  {
    method: "post",
    path: "/v1/session",
    summary: "Exchanges a key or token, in the body or in Authorization, for a session cookie",
    description:
      "The cookie may do what it was exchanged for, for at most seven days and no longer than that lasts.",
    credential: "none",
    query: QUERIES.none,
    body: { "application/json": SessionKey },
    bodyOptional: true,
    answers: [ok(Session)],
    problems: [...READ_PROBLEMS, ...BODY_PROBLEMS, "invalidBody", "crossOrigin"],
  },
  {
    method: "delete",
    path: "/v1/session",
    summary: "Removes the session cookie, and ends the session wherever else its cookie is",
    credential: "any",
    query: QUERIES.none,
    answers: [{ status: 204, description: "The cookie is gone", schema: null }],
    problems: [...READ_PROBLEMS, "crossOrigin"],
  },
  {
    ...open("/sign-in", "Signs in once with the token of a printed link", [
      { status: 204, description: "Nothing, for a request that only looks ahead", schema: null },
      { status: 303, description: "On to the dashboard", schema: null },
    ]),
    query: QUERIES.signIn,
    problems: ["invalidQuery", "linkSpent", "rateLimited", "internal"],
  },
  open("/health/live", "Whether the process runs", [ok(Health)]),
  open("/health/ready", "Whether requests can be served, and what is missing", [
    ok(Ready),
    { status: 503, description: "Something is missing", schema: Ready },
  ]),
  {
    ...open("/metrics", "How far each partition of the log is stored, and what it lacks", [
      ok(null, "Text in Prometheus' format, version 0.0.4"),
    ]),
    credential: "admin",
    problems: READ_PROBLEMS,
  },
  open("/openapi.json", "This document", [ok(null, "An OpenAPI 3.1 document")]),
  open("/docs", "This document as a page for people", [ok(null, "An HTML page")]),
]
