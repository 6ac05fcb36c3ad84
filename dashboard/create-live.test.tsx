import { createRoot, createSignal } from "solid-js"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import type { Overview } from "#api/contract.ts"
import { createLive, type Live } from "./create-live.ts"

class FakeSource extends EventTarget {
  static readonly CLOSED = 2
  static all: FakeSource[] = []
  readyState = 1
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    FakeSource.all.push(this)
  }
  close() {
    this.readyState = FakeSource.CLOSED
  }
  say(name: string, told: object) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(told) }))
  }
  fail(readyState: number) {
    this.readyState = readyState
    this.dispatchEvent(new Event("error"))
  }
}

let live: Live
let dispose: () => void
const [account, setAccount] = createSignal<string>()
const taken: Overview[] = []
const ended = vi.fn()
const newest = () => FakeSource.all.at(-1) as FakeSource
const open = () => FakeSource.all.filter(({ readyState }) => readyState !== FakeSource.CLOSED)
const watermark = { complete_to: "2026-11-22T10:00:00.000Z" }

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal("EventSource", FakeSource)
  FakeSource.all = []
  taken.length = 0
  setAccount("mana/1")
  dispose = createRoot((end) => {
    live = createLive({ account, take: (one) => taken.push(one), onEnd: ended })
    return end
  })
})
afterEach(() => {
  dispose()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it("follows the account, and takes the figures that come", () => {
  expect(newest().url).toBe("/v1/accounts/mana%2F1/live")
  expect(live.state()).toBe("off")
  newest().say("balance", { account: "mana/1", balance: "7" })
  newest().say("watermark", watermark)
  expect(taken).toEqual([{ account: "mana/1", balance: "7" }])
  expect(live.state()).toBe("live")
  expect(live.completeTo()).toBe(watermark.complete_to)
  setAccount("other")
  expect(open().map(({ url }) => url)).toEqual(["/v1/accounts/other/live"])
  expect(live.completeTo()).toBeUndefined()
})

it("says that the stream is lost, and comes back by itself, later each time", () => {
  newest().say("watermark", watermark)
  newest().fail(0)
  expect(live.state()).toBe("lost")
  newest().say("watermark", watermark)
  expect(live.state()).toBe("live")
  for (const [attempt, longest] of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000].entries()) {
    newest().fail(FakeSource.CLOSED)
    expect(FakeSource.all.length).toBe(attempt + 1)
    vi.advanceTimersByTime(longest / 2 - 1)
    expect(FakeSource.all.length).toBe(attempt + 1)
    vi.advanceTimersByTime(longest / 2 + 1)
    expect(FakeSource.all.length).toBe(attempt + 2)
  }
  expect(live.state()).toBe("lost")
  newest().say("watermark", watermark)
  expect(live.state()).toBe("live")
})

it("does not trust a stream that says nothing", () => {
  newest().say("watermark", watermark)
  vi.advanceTimersByTime(19_000)
  expect(live.state()).toBe("live")
  vi.advanceTimersByTime(1_000)
  expect(live.state()).toBe("lost")
  expect(open()).toEqual([])
  vi.advanceTimersByTime(1_000)
  expect(open().length).toBe(1)
})

it("gives the connection back when nobody has looked for a minute, and takes it again", () => {
  newest().say("watermark", watermark)
  const visible = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden")
  document.dispatchEvent(new Event("visibilitychange"))
  vi.advanceTimersByTime(15_000)
  newest().say("watermark", watermark)
  vi.advanceTimersByTime(15_000)
  expect(open().length).toBe(1)
  newest().say("watermark", watermark)
  vi.advanceTimersByTime(15_000)
  newest().say("watermark", watermark)
  vi.advanceTimersByTime(15_000)
  expect(open()).toEqual([])
  visible.mockReturnValue("visible")
  document.dispatchEvent(new Event("visibilitychange"))
  expect(open().length).toBe(1)
})

it("does not come back when its credential is over", () => {
  newest().say("watermark", watermark)
  newest().say("end", { reason: "credential_over", detail: "" })
  expect(ended).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(120_000)
  expect(open()).toEqual([])
  expect(live.state()).toBe("off")
})
