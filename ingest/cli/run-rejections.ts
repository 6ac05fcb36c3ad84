/** `tidemark rejections`: what was not counted, and what to do about it. */
import { readFile } from "node:fs/promises"
import { Effect, Schema } from "effect"
import { apiAsk } from "./api-ask.ts"
import type { ApiAddress } from "./api-call.ts"
import type { RejectionsCommand } from "./command-line.ts"
import { OneRejection, type Rejection, RejectionPage, Resolved } from "./rejection-answer.ts"
import { listText, rejectionText, resolvedText } from "./rejection-text.ts"

/** As much as the API answers at once. */
const PAGE_MAX = 500

/** The corrected event cannot be read. */
export class EventFileInvalid extends Schema.TaggedError<EventFileInvalid>()("EventFileInvalid", {
  path: Schema.String,
  reason: Schema.String,
}) {
  override get message() {
    return `${this.path}: ${this.reason}`
  }
}

interface Outcome {
  readonly text: string
  readonly json: unknown
  readonly code: 0 | 1
}

/** What to print, and the exit code. */
export const runRejections = (command: RejectionsCommand, address: ApiAddress) =>
  Effect.map(outcomeOf(command, address), ({ text, json, code }) => ({
    text: command.json ? JSON.stringify(json) : text,
    code,
  }))

const outcomeOf = Effect.fnUntraced(function* (command: RejectionsCommand, address: ApiAddress) {
  if (command.name === "rejections list") return yield* list(command, address)
  const path = `/v1/rejections/${command.id}`
  if (command.name === "rejections show") {
    const { rejection } = yield* apiAsk(address, { method: "GET", path }, OneRejection)
    return { text: rejectionText(rejection), json: rejection, code: 0 } satisfies Outcome
  }
  const action =
    command.name === "rejections dismiss"
      ? { action: "dismiss", note: command.note }
      : { action: "retry", ...(command.file && { event: yield* readEvent(command.file) }) }
  const body = { type: "application/json", text: JSON.stringify(action) }
  // Safe to repeat: the event counts once, and what was counted is refused from then on.
  const resolved = yield* apiAsk(
    address,
    { method: "POST", path: `${path}/resolve`, body },
    Resolved,
  )
  const fate = resolved.result?.fate
  const code = fate === "rejected" || fate === "conflict" ? 1 : 0
  return { text: resolvedText(resolved), json: resolved, code } satisfies Outcome
})

const list = Effect.fnUntraced(function* (
  { words, limit }: RejectionsCommand & { readonly name: "rejections list" },
  address: ApiAddress,
) {
  const found: Rejection[] = []
  let next: string | null = null
  do {
    const query = new URLSearchParams({
      ...words,
      limit: String(Math.min(limit - found.length, PAGE_MAX)),
      ...(next !== null && { cursor: next }),
    })
    const path = `/v1/rejections?${query}`
    const page: typeof RejectionPage.Type = yield* apiAsk(
      address,
      { method: "GET", path },
      RejectionPage,
    )
    found.push(...page.rejections)
    next = page.next
  } while (next !== null && found.length < limit)
  const more = next !== null
  return {
    text: listText(found, more),
    json: { rejections: found, more },
    code: 0,
  } satisfies Outcome
})

const readEvent = Effect.fnUntraced(function* (path: string) {
  const text = yield* Effect.tryPromise({
    try: () => readFile(path, "utf8"),
    catch: () => new EventFileInvalid({ path, reason: "this event cannot be read" }),
  })
  return yield* Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: () => new EventFileInvalid({ path, reason: "the event is not JSON" }),
  })
})
