import { expect, it, vi } from "vitest"
import { CLOSED } from "../live-source.ts"
import { createEventReader, fetchEvents } from "./fetch-events.ts"

it("reads events from pieces of any length, without comments and ids", () => {
  const stream =
    ": hello\n\nretry: 2000\n\nevent: balance\ndata: {\n" +
    'data: "a": 1}\nid: 7\n\nevent: watermark\ndata: {}\n\n'
  for (const length of [1, 7, stream.length]) {
    const read = createEventReader()
    const told = []
    for (let at = 0; at < stream.length; at += length)
      told.push(...read(stream.slice(at, at + length)))
    expect(told).toEqual([
      { name: "balance", data: '{\n"a": 1}' },
      { name: "watermark", data: "{}" },
    ])
  }
})

it("gives up an event without end", () => {
  const read = createEventReader()
  expect(() => {
    for (let i = 0; i < 1_100; i++) read(`data: ${"x".repeat(1_000)}`)
  }).toThrow("longer")
})

const stream = () => {
  let control!: ReadableStreamDefaultController<Uint8Array>
  const body = new ReadableStream<Uint8Array>({
    start: (own) => {
      control = own
    },
  })
  const say = (text: string) => control.enqueue(new TextEncoder().encode(text))
  return { answer: new Response(body), say, end: () => control.close() }
}

it("tells what it hears, and that it broke off", async () => {
  const { answer, say, end } = stream()
  const source = fetchEvents("/v1/live", async () => answer)
  const [heard, failed] = [vi.fn(), vi.fn()]
  source.addEventListener("day", ({ data }) => heard(data))
  source.addEventListener("error", failed)
  say("event: day\ndata: 1\n\n")
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith("1"))
  expect([source.readyState, failed.mock.calls.length]).toEqual([1, 0])
  end()
  await vi.waitFor(() => expect(failed).toHaveBeenCalledTimes(1))
  expect(source.readyState).toBe(CLOSED)
})

it("is quiet once it is closed, and leaves the connection", async () => {
  const signals: AbortSignal[] = []
  const source = fetchEvents("/v1/live", async (_, { signal }) => {
    if (signal) signals.push(signal)
    return stream().answer
  })
  const failed = vi.fn()
  source.addEventListener("error", failed)
  source.close()
  await Promise.resolve()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  expect(failed).not.toHaveBeenCalled()
})

it("says so where it is refused", async () => {
  const source = fetchEvents("/v1/live", async () => new Response(null, { status: 503 }))
  const failed = vi.fn()
  source.addEventListener("error", failed)
  await vi.waitFor(() => expect(failed).toHaveBeenCalledTimes(1))
})
