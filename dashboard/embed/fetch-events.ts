/** Server-sent events by `fetch`: an `EventSource` can send no token. */
import type { LiveSource } from "../live-source.ts"

/** More than any event of ours; beyond it the stream is none. */
const EVENT_LENGTH_MAX = 1_000_000

interface Told {
  readonly name: string
  readonly data: string
}

/** Gives the events that each piece of a stream completes. Throws on one that never ends. */
export const createEventReader = (): ((piece: string) => ReadonlyArray<Told>) => {
  let rest = ""
  return (piece) => {
    const blocks = (rest + piece).split("\n\n")
    rest = blocks.pop() ?? ""
    if (rest.length > EVENT_LENGTH_MAX) throw new Error("an event is longer than any of ours")
    return blocks.flatMap(eventIn)
  }
}

/** Comments, ids and `retry` are for who goes on where it stopped; whole figures come anyway. */
const eventIn = (block: string): ReadonlyArray<Told> => {
  const lines = block.split("\n")
  const after = (field: string) =>
    lines.filter((line) => line.startsWith(field)).map((line) => line.slice(field.length))
  const data = after("data: ")
  return data.length === 0
    ? []
    : [{ name: after("event: ")[0] ?? "message", data: data.join("\n") }]
}

/** One connection: what an `EventSource` is until it breaks off; then it is closed, and tells so. */
export const fetchEvents = (
  path: string,
  fetch: (path: string, init: RequestInit) => Promise<Response>,
): LiveSource => {
  const heard = new EventTarget()
  const control = new AbortController()
  const source = {
    readyState: 0,
    addEventListener: (name: string, tell: (event: MessageEvent) => void) =>
      heard.addEventListener(name, tell as EventListener),
    close: () => {
      source.readyState = 2
      control.abort()
    },
  }
  const read = async () => {
    const headers = { accept: "text/event-stream" }
    const { ok, body } = await fetch(path, { headers, signal: control.signal })
    if (!ok || body === null) return
    source.readyState = 1
    const eventsIn = createEventReader()
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      for (const { name, data } of eventsIn(value))
        heard.dispatchEvent(new MessageEvent(name, { data }))
    }
  }
  const lose = () => {
    if (source.readyState === 2) return
    source.close()
    heard.dispatchEvent(new MessageEvent("error"))
  }
  // How it broke off makes no difference: whoever follows begins again.
  read().then(lose, lose)
  return source
}
