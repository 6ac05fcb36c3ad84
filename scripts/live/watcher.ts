/** One listener of a live stream that keeps account of what it was told, and can be cut off at any time. */
import { type ClientRequest, get, type IncomingMessage } from "node:http"
import { eventsIn } from "../../api/testing/live-events.ts"

export interface Watcher {
  /** Entries of the account: what the stream began with, and everything that it counted since. */
  readonly counted: () => number
  /** As the newest message says. */
  readonly count: () => number
  readonly gaps: () => number
  readonly messages: () => number
  /** Breaks the connection and connects again with the last id. */
  readonly cut: () => void
  readonly close: () => void
}

export interface WatcherSettings {
  readonly url: string
  readonly key: string
  /** Called with every new count. */
  readonly onCount: (count: number) => void
}

export const makeWatcher = ({ url, key, onCount }: WatcherSettings): Watcher => {
  let request: ClientRequest
  let response: IncomingMessage | undefined
  let lastId: string | undefined
  let [counted, count, gaps, messages, rest] = [-1, -1, 0, 0, ""]

  const hear = (text: string) => {
    rest += text
    const end = rest.lastIndexOf("\n\n") + 2
    if (end < 2) return
    const events = eventsIn(rest.slice(0, end))
    rest = rest.slice(end)
    for (const { event, id, data } of events) {
      const told = data as {
        count: number
        added: number | null
        gap: object | null
        lifetime: { count: number }
      }
      if (event === "entry") {
        messages++
        counted += told.added ?? Number.NaN
        count = told.count
        if (told.gap !== null) gaps++
        onCount(count)
      }
      if (event === "balance") {
        if (counted < 0) counted = told.lifetime.count
        // An entry, where there is one, comes before the figures that it made.
        count = told.lifetime.count
        onCount(count)
      }
      lastId = id ?? lastId
    }
  }
  const connect = () => {
    rest = ""
    const headers = {
      authorization: `Bearer ${key}`,
      ...(lastId !== undefined && { "last-event-id": lastId }),
    }
    const own = get(url, { headers, agent: false }, (answer) => {
      if (answer.statusCode !== 200) throw new Error(`a stream answered ${answer.statusCode}`)
      response = answer
      answer.setEncoding("utf8").on("data", hear)
      // Cut off by us, or ended by the server: the figures tell.
      answer.on("error", () => {})
    })
    request = own
    own.on("error", (cause) => {
      if (!own.destroyed) throw cause
    })
  }
  connect()
  return {
    counted: () => counted,
    count: () => count,
    gaps: () => gaps,
    messages: () => messages,
    cut: () => {
      response?.removeAllListeners("data")
      request.destroy()
      connect()
    },
    close: () => request.destroy(),
  }
}
