/** The part of the endpoint table that is about figures as they change. */
import { accountRead, type Endpoint, READ_PROBLEMS } from "./endpoint.ts"
import { LIVE_EVENTS } from "./live-contract.ts"
import { QUERIES } from "./query-words.ts"

const DESCRIPTION = [
  "Begins with whole figures and goes on for as long as the credential holds, with at most one message a second: `entry` when entries were added, then `balance` (as the overview), `day` (today) and `watermark`, which alone has an id and comes every five seconds when nothing happens.",
  "`Last-Event-ID` goes on where a stream broke off: `entry` counts what was added since, and `gap` says why when that cannot be told. The figures are whole all the same.",
  "`end` says why the server ends a stream: the credential is over, nothing was read for 20 seconds, or the server stops.",
].join("\n\n")

const HEADERS: NonNullable<Endpoint["headers"]> = {
  "last-event-id": {
    description: "The id of the last event that was read; a browser sends it by itself",
    example: "7.Qm3xYw.a1B2c3D4",
  },
}

const answers: Endpoint["answers"] = [
  {
    status: 200,
    description: "Events, one after the other",
    schema: null,
    files: ["text/event-stream"],
    events: LIVE_EVENTS,
  },
]

export const LIVE_ENDPOINTS: ReadonlyArray<Endpoint> = [
  {
    method: "get",
    path: "/v1/live",
    summary: "Figures as they change: of one account, or of everything that may be read",
    description: `Without \`account\` the figures are sums over all accounts, \`day\` is UTC's, and no transaction is listed.\n\n${DESCRIPTION}`,
    credential: "read",
    query: QUERIES.live,
    headers: HEADERS,
    answers,
    problems: [...READ_PROBLEMS, "notFound", "tooManyListeners"],
  },
  {
    ...accountRead("/live", "An account's figures as they change", QUERIES.none, LIVE_EVENTS.entry),
    description: DESCRIPTION,
    headers: HEADERS,
    answers,
    problems: [...READ_PROBLEMS, "notFound", "tooManyListeners"],
  },
]
