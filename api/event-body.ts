/** Splits the body of `POST /v1/events` into events, by what its Content-Type and headers say. */
import { Effect } from "effect"
import { bodyBytes, checkEncoding, mediaType, parseJson } from "./body.ts"
import type { Room } from "./body-memory.ts"
import type { RawEvent } from "./event-intake.ts"
import { isBlank, membersOf } from "./json-members.ts"
import { refused } from "./problem.ts"

export const EVENTS_MAX = 10_000
export const EVENT_BYTES_MAX = 10 * 1024 * 1024

type Split = (
  bytes: Uint8Array,
) => Effect.Effect<ReadonlyArray<RawEvent>, ReturnType<typeof refused>>

const BATCH = "application/cloudevents-batch+json"

/** A document has to be JSON as a whole; of lines, each stands for itself. */
const splitters: Record<string, Split> = {
  "application/json": (bytes) =>
    Effect.map(parseJson(bytes), (value) =>
      (Array.isArray(value) ? membersOf(bytes) : [bytes]).map((bytes) => ({
        kind: "bytes",
        bytes,
      })),
    ),
  "application/x-ndjson": (bytes) => Effect.sync(() => linesOf(bytes)),
  "application/cloudevents+json": (bytes) =>
    Effect.flatMap(parseJson(bytes), (value) =>
      Array.isArray(value)
        ? Effect.fail(refused("unreadableBody", `An array of CloudEvents is sent as ${BATCH}.`))
        : Effect.succeed([{ kind: "cloudEvent", bytes } as const]),
    ),
  [BATCH]: (bytes) =>
    Effect.flatMap(parseJson(bytes), (value) =>
      Array.isArray(value)
        ? Effect.succeed(membersOf(bytes).map((bytes) => ({ kind: "cloudEvent", bytes }) as const))
        : Effect.fail(refused("unreadableBody", "A batch of CloudEvents is a JSON array.")),
    ),
}
const EVENT_MEDIA_TYPES = Object.keys(splitters)

const NEWLINE = 0x0a

/** Split as bytes, so that a line that is not UTF-8 is one bad event and not a bad body. */
const linesOf = (bytes: Uint8Array): ReadonlyArray<RawEvent> => {
  const lines: RawEvent[] = []
  // One more than allowed is enough to refuse them.
  for (let start = 0; start < bytes.length && lines.length <= EVENTS_MAX; ) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline === -1 ? bytes.length : newline
    const line = bytes.subarray(start, end)
    if (!line.every(isBlank)) lines.push({ kind: "bytes", bytes: line })
    start = end + 1
  }
  return lines
}

const CLOUD_EVENT_FORMATS = "application/cloudevents"
const CLOUD_EVENT_HEADERS = ["ce-specversion", "ce-type", "ce-source", "ce-id"]

/** Binary mode: any of the attributes that a CloudEvent must have stands in a header. */
const isBinaryMode = (request: Request) =>
  !mediaType(request).startsWith(CLOUD_EVENT_FORMATS) &&
  CLOUD_EVENT_HEADERS.some((name) => request.headers.has(name))

const splitterOf = (request: Request): Split | undefined => {
  if (!isBinaryMode(request)) return splitters[mediaType(request)]
  const headers = [...request.headers].filter(
    ([name]) => name === "content-type" || name.startsWith("ce-"),
  )
  return (body) =>
    Effect.succeed([{ kind: "cloudEventMessage", binding: "http", headers, body } as const])
}

/** The events of a request, still to be decoded. Refused is what cannot be split, or is too much. */
export const readEvents = Effect.fnUntraced(function* (request: Request, room: Room) {
  const split = splitterOf(request)
  if (split === undefined)
    return yield* refused(
      "unsupportedBody",
      `Events are accepted as ${EVENT_MEDIA_TYPES.join(" or ")}, or as one CloudEvent in binary mode with its attributes in ce- headers; say which in Content-Type.`,
      { headers: { "accept-post": EVENT_MEDIA_TYPES.join(", ") } },
    )
  yield* checkEncoding(request)
  const items = yield* Effect.flatMap(bodyBytes(request, EVENT_BYTES_MAX, room), split)
  if (items.length > EVENTS_MAX)
    return yield* refused(
      "bodyTooLarge",
      `At most ${EVENTS_MAX} events are accepted in one request: send the rest in another one.`,
    )
  return items
})
