/** Reads server-sent events as a browser does. */

export interface LiveEvent {
  readonly event: string
  readonly id: string | undefined
  readonly data: unknown
}

/** The events of whole messages; comments and `retry` are left out. */
export const eventsIn = (bytes: Uint8Array | string): ReadonlyArray<LiveEvent> => {
  const text = typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes)
  return text.split("\n\n").flatMap((block) => {
    const fields = new Map(
      block
        .split("\n")
        .map((line) => /^(\w+): (.*)$/.exec(line))
        .map((found) => [found?.[1], found?.[2]] as const),
    )
    const data = fields.get("data")
    if (data === undefined) return []
    return [
      { event: fields.get("event") ?? "message", id: fields.get("id"), data: JSON.parse(data) },
    ]
  })
}

export interface LiveStream {
  readonly status: number
  /** The events so far. */
  readonly events: LiveEvent[]
  /** Resolves with the first event, from the first that was not waited for yet on, that fits. */
  readonly next: (fits: (event: LiveEvent) => boolean) => Promise<LiveEvent>
  /** Resolves when the server has ended it, or broken it off. */
  readonly ended: Promise<void>
  readonly close: () => void
}

const WAIT_MS_MAX = 10_000

/** Follows a stream over HTTP until it is closed. */
export const followLive = async (
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<LiveStream> => {
  const control = new AbortController()
  const response = await fetch(address, { headers, signal: control.signal })
  const events: LiveEvent[] = []
  let [passed, rest, over] = [0, "", false]
  let wake = () => {}
  const read = async () => {
    const decoder = new TextDecoder()
    try {
      for await (const piece of response.body ?? []) {
        rest += decoder.decode(piece, { stream: true })
        const end = rest.lastIndexOf("\n\n") + 2
        if (end < 2) continue
        events.push(...eventsIn(rest.slice(0, end)))
        rest = rest.slice(end)
        wake()
      }
    } catch {
      // Broken off, by either side.
    }
    over = true
    wake()
  }
  const ended = read()
  const next = async (fits: (event: LiveEvent) => boolean): Promise<LiveEvent> => {
    const deadline = performance.now() + WAIT_MS_MAX
    for (;;) {
      while (passed < events.length) {
        const event = events[passed++]
        if (event !== undefined && fits(event)) return event
      }
      const left = deadline - performance.now()
      if (over || left <= 0)
        throw new Error(`no such event; these came: ${JSON.stringify(events.slice(-8))}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  return { status: response.status, events, next, ended, close: () => control.abort() }
}
