/** Reads server-sent events, as far as `/v1/live` sends them. */

export interface StreamEvent {
  readonly event: string
  /** Of the last event of a message: from here a stream goes on. */
  readonly id: string | undefined
  /** Undefined for what is no JSON. */
  readonly data: unknown
}

/** A stream says something every 15 seconds at least; what is silent for longer is held up on the way. */
const SILENT_MS_MAX = 30_000
/** More than any message of ours: whatever sends this is no event stream. */
const BLOCK_LENGTH_MAX = 4 * 1024 * 1024

/** Ends when the stream does; fails when it breaks off, is silent, or is no event stream. */
export async function* eventsOf(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamEvent, void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ""
  try {
    for (;;) {
      const { done, value } = await heardWithin(reader.read())
      if (done) return
      const blocks = `${rest}${decoder.decode(value, { stream: true })}`
        .replaceAll("\r\n", "\n")
        .split("\n\n")
      rest = blocks.pop() ?? ""
      if (rest.length > BLOCK_LENGTH_MAX) throw new Error("this is no stream of events")
      for (const block of blocks) yield* eventIn(block)
    }
  } finally {
    // It may be over, or broken: then there is nothing to cancel.
    await reader.cancel().catch(() => {})
  }
}

const heardWithin = <A>(reading: Promise<A>): Promise<A> =>
  new Promise((resolve, reject) => {
    const silent = setTimeout(() => reject(new Error("the stream is silent")), SILENT_MS_MAX)
    reading.then(resolve, reject).finally(() => clearTimeout(silent))
  })

function* eventIn(block: string): Generator<StreamEvent> {
  const fields = new Map<string, string>()
  for (const line of block.split("\n")) {
    const [, name, text] = /^(event|id|data): ?(.*)$/.exec(line) ?? []
    if (name === undefined || text === undefined) continue
    const before = name === "data" ? fields.get(name) : undefined
    fields.set(name, before === undefined ? text : `${before}\n${text}`)
  }
  const data = fields.get("data")
  if (data === undefined) return
  yield { event: fields.get("event") ?? "message", id: fields.get("id"), data: parsed(data) }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
