/** Sends events in batches. Sending one again is always safe: an id counts once. */
import type { UsageEventJson } from "#warehouse/domain/usage-event-schema.ts"
import { TidemarkUnavailable } from "./client-errors.ts"
import type { EventResult, EventResults } from "./event-contract.ts"

/** As it travels. Objects of a program's own are taken too: what is wrong with one, its fate says. */
export type ClientEvent = UsageEventJson | Readonly<Record<string, unknown>>

export interface SendOptions {
  readonly signal?: AbortSignal
  /** Says what would become of the events, and writes nothing. */
  readonly dryRun?: boolean
  /** With a log: for how many seconds to wait for final fates, at most 30. */
  readonly waitSeconds?: number
}

type Post = (path: string, init: RequestInit) => Promise<Response>

/** Well below what a server takes in one request: 10,000 events, 10 MiB. */
const BATCH_EVENTS_MAX = 5_000
const BATCH_BYTES_MAX = 4 * 1024 * 1024

const BYTES = new TextEncoder()

/** One request; results in the order of the events. */
const sendLines = async (post: Post, lines: ReadonlyArray<string>, options: SendOptions) => {
  const path = options.dryRun === true ? "/v1/events?dry_run=true" : "/v1/events"
  const response = await post(path, {
    method: "POST",
    body: lines.join("\n"),
    headers: {
      "content-type": "application/x-ndjson",
      ...(options.waitSeconds !== undefined && { prefer: `wait=${options.waitSeconds}` }),
    },
    ...(options.signal && { signal: options.signal }),
  })
  const { results } = (await response.json()) as EventResults
  if (!Array.isArray(results) || results.length !== lines.length)
    throw new TidemarkUnavailable({
      url: response.url || path,
      reason: `the answer does not name the fates of ${lines.length} events`,
      sent: true,
    })
  return results
}

/** A line for each event that fits into one request with those before it. */
async function* batchesOf(events: Iterable<ClientEvent> | AsyncIterable<ClientEvent>) {
  let lines: string[] = []
  let bytes = 0
  for await (const event of events) {
    const line = JSON.stringify(event)
    const size = BYTES.encode(line).length + 1
    if (lines.length > 0 && (lines.length >= BATCH_EVENTS_MAX || bytes + size > BATCH_BYTES_MAX)) {
      yield lines
      lines = []
      bytes = 0
    }
    lines.push(line)
    bytes += size
  }
  if (lines.length > 0) yield lines
}

/**
 * Any number of events, in as many requests as they need, one after another. `index` counts through all
 * of them. Stops with a `ClientError`: what was sent before it has its fate, what comes again counts once.
 */
export const sendEvents = (post: Post) =>
  async function* (
    events: Iterable<ClientEvent> | AsyncIterable<ClientEvent>,
    options: SendOptions = {},
  ): AsyncGenerator<EventResult, void> {
    let sent = 0
    for await (const lines of batchesOf(events)) {
      for (const result of await sendLines(post, lines, options))
        yield { ...result, index: sent + result.index }
      sent += lines.length
    }
  }

export interface EventSender {
  /** The event's fate, once it has one. Rejects when its request came to nothing: send it again then. */
  readonly send: (event: ClientEvent) => Promise<EventResult>
  /** Resolves when nothing waits any more. */
  readonly drained: () => Promise<void>
}

interface Waiting {
  readonly line: string
  readonly resolve: (result: EventResult) => void
  readonly reject: (error: unknown) => void
}

/** Beyond it a producer that does not wait for fates is told so. */
const WAITING_MAX = 100_000

/** Gathers what is sent while a request is under way into the next one: no timer, no delay when idle. */
export const eventSender = (post: Post, options: SendOptions = {}): EventSender => {
  const waiting: Waiting[] = []
  let running: Promise<void> | null = null

  const take = (): ReadonlyArray<Waiting> => {
    let bytes = 0
    const end = waiting.findIndex(({ line }, i) => {
      bytes += BYTES.encode(line).length + 1
      return i > 0 && (i >= BATCH_EVENTS_MAX || bytes > BATCH_BYTES_MAX)
    })
    return waiting.splice(0, end === -1 ? waiting.length : end)
  }
  const run = async () => {
    // What is sent in the same turn goes into the same request.
    await Promise.resolve()
    while (waiting.length > 0) {
      const batch = take()
      try {
        const lines = batch.map(({ line }) => line)
        const results = await sendLines(post, lines, options)
        for (const [i, result] of results.entries()) batch[i]?.resolve(result)
      } catch (error) {
        for (const one of batch) one.reject(error)
      }
    }
    running = null
  }
  return {
    send: (event) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= WAITING_MAX)
          return reject(new RangeError(`${WAITING_MAX} events wait already: await their fates`))
        waiting.push({ line: JSON.stringify(event), resolve, reject })
        running ??= run()
      }),
    drained: async () => {
      while (running !== null) await running
    },
  }
}
