import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { assert, describe, it } from "vitest"
import { commandLine } from "./testing/command-line.ts"

const meta = {
  complete_to: "2026-03-05T10:00:00.000Z",
  lag: { messages: 0, seconds: 0 },
  generated_at: "2026-03-05T10:00:00.000Z",
  ...{ tz: "UTC", from: null, to: null },
}
const entryOf = (n: number) => ({
  ...{ id: `e${n}`, type: "spend", operation: "detection", description: `number ${n}` },
  ...{ category: "Other", credits: "-1", balance_after: `${100 - n}` },
  ...{ occurred_at: "2026-03-05T10:30:00.000Z", day: "2026-03-05" },
  ...{ quantity: null, unit: null, reference: null, refers_to: null },
  ...{ amount: null, currency: null, actor: null, properties: {} },
})
/** Newest first. */
const pageOf = (...numbers: ReadonlyArray<number>) => ({
  ...{ transactions: numbers.map(entryOf), next: null, prev: null, days: [] },
  offset: 0,
  ...{ count: numbers.length, count_is: "exact" },
  sum: { spend: "0", purchase: "0", refund: "0", bonus: "0", count: 0 },
  meta,
})
const eventText = (event: string, data: object, id?: string) =>
  `event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
const watermark = (id: string) => eventText("watermark", meta, id)
const entryText = (numbers: ReadonlyArray<number>, more: object = {}) =>
  eventText("entry", {
    ...{ account: "acme", added: numbers.length, count: 9, gap: null },
    ...{ transactions: numbers.map(entryOf), ...more },
  })

type Answer = (request: IncomingMessage, response: ServerResponse) => void
const json =
  (body: object, status = 200): Answer =>
  (_, response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
/** Breaks off behind it. */
const streamed =
  (...messages: ReadonlyArray<string>): Answer =>
  (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" })
    response.write(`: live\n\n${messages.join("")}`, () => response.destroy())
  }

/** Answers ledger and stream, each from a list whose last one is repeated; gives what is printed in `lines` lines. */
const tail = async (
  lines: number,
  { ledger, live }: Readonly<Record<"ledger" | "live", ReadonlyArray<Answer>>>,
) => {
  const asked: string[] = []
  const waiting = { ledger: [...ledger], live: [...live] }
  const server = createServer((request, response) => {
    const kind = request.url?.endsWith("/live") ? "live" : "ledger"
    asked.push(`${kind} ${request.headers["last-event-id"] ?? ""}`.trim())
    const [answer] = waiting[kind].length > 1 ? waiting[kind].splice(0, 1) : waiting[kind]
    answer?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = new AbortController()
  const onLine = (count: number) => {
    if (count === lines) stop.abort()
  }
  try {
    const run = commandLine({ TIDEMARK_KEY: "tm_env" })
    const ran = await run(["tail", "acme", "--url", url], { signal: stop.signal, onLine })
    const shown = [...ran.out.matchAll(/number (\d+)/g)].map(([, n]) => Number(n))
    return { ...ran, asked, shown }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

describe("tidemark tail", () => {
  it("shows what the stream tells, and goes on from there when that breaks off", async () => {
    const { code, shown, asked } = await tail(6, {
      ledger: [json(pageOf(2, 1)), json(pageOf(3, 2, 1)), json(pageOf(6, 5, 4, 3))],
      live: [
        streamed(watermark("1.a"), entryText([4]), watermark("2.b")),
        // More than the message holds.
        streamed(entryText([6], { added: 2 }), watermark("3.c")),
      ],
    })
    assert.deepStrictEqual(shown, [1, 2, 3, 4, 5, 6])
    assert.strictEqual(code, 130)
    assert.deepStrictEqual(asked.slice(0, 5), ["ledger", "live", "ledger", "live 2.b", "ledger"])
  })

  it("looks into the ledger when the stream says that it cannot tell what was missed", async () => {
    const gap = { reason: "not_kept", since: "1.a" }
    const { shown } = await tail(3, {
      ledger: [json(pageOf(1)), json(pageOf(1)), json(pageOf(3, 2, 1))],
      live: [
        streamed(watermark("1.a")),
        streamed(entryText([], { added: null, gap }), watermark("2.b")),
      ],
    })
    assert.deepStrictEqual(shown, [1, 2, 3])
  })

  it.each([
    ["something in between answers otherwise", json({})],
    [
      "too many follow",
      json({ type: "/problems/too-many-listeners", title: "x", status: 503, detail: "y" }, 503),
    ],
    ["a stream never says anything", streamed()],
  ])(
    "asks again and again where %s, and says so",
    async (_, live) => {
      const { shown, errors } = await tail(2, {
        ledger: [json(pageOf(1)), json(pageOf(2, 1))],
        live: [live],
      })
      assert.deepStrictEqual(shown, [1, 2])
      assert.match(errors, /; asks every 1 s instead/)
    },
    30_000,
  )

  it("ends when its credential does", async () => {
    const end = eventText("end", { reason: "credential_over", detail: "The key was revoked." })
    const { code, errors } = await tail(9, {
      ledger: [json(pageOf(1))],
      live: [streamed(watermark("1.a"), end)],
    })
    assert.deepStrictEqual([code, errors], [3, "tidemark: The key was revoked."])
  })
})
