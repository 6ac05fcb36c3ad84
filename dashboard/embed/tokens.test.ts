import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { fetchAsViewer, keepTokens } from "../credential.ts"
import { checkToken, createTokens, type Tokens } from "./tokens.ts"

const asked = vi.fn()
/** What the API was sent. */
const sent: Array<{ authorization: string | null; credentials: string | undefined }> = []
const good = new Set<string>()
let tokens: Tokens

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    const authorization = new Headers(init.headers).get("authorization")
    sent.push({ authorization, credentials: init.credentials })
    return new Response(null, { status: good.has(authorization ?? "") ? 200 : 401 })
  })
  tokens = createTokens(asked)
  keepTokens(tokens)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  asked.mockReset()
  sent.length = 0
  good.clear()
})

it("sends the token, and no cookie", async () => {
  good.add("Bearer one")
  tokens.take("one", () => {})
  expect((await fetchAsViewer("/v1/session")).status).toBe(200)
  expect(sent).toEqual([{ authorization: "Bearer one", credentials: "omit" }])
})

it("asks the host once when a token is over, and then answers whoever asked meanwhile", async () => {
  good.add("Bearer two")
  tokens.take("one", () => {})
  const answers = Promise.all([fetchAsViewer("/a"), fetchAsViewer("/b"), fetchAsViewer("/c")])
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1))
  tokens.take("two", () => {})
  expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200])
  // Refused with the old one after the new one came: no need to ask again.
  expect(await tokens.renewed("one")).toBe("two")
  expect(asked).toHaveBeenCalledTimes(1)
})

it("lets the page of another account go before anybody hears of the new token", async () => {
  tokens.take("one", () => {})
  const order: string[] = []
  const waiting = tokens.renewed("one").then(() => order.push("heard"))
  tokens.take("two", () => order.push(`changed, with ${tokens.token()}`))
  await waiting
  expect(order).toEqual(["changed, with two", "heard"])
})

it("passes the refusal on when the host has no other, or none within its time", async () => {
  tokens.take("one", () => {})
  const first = fetchAsViewer("/a")
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1))
  tokens.giveUp()
  expect((await first).status).toBe(401)
  const second = fetchAsViewer("/a")
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2))
  await vi.advanceTimersByTimeAsync(20_000)
  expect((await second).status).toBe(401)
})

describe("a token that a host gives", () => {
  const answering = (answer: () => Response | Promise<Response>) =>
    vi.stubGlobal("fetch", async () => answer())
  const session = (holder: string, accounts: ReadonlyArray<string> | null) => () =>
    Response.json({ holder, accounts })

  it("is for one account", async () => {
    answering(session("token:acme", ["acme"]))
    expect(await checkToken("t")).toEqual({ account: "acme" })
  })

  it.each([
    ["an API key", session("key:1", ["acme"])],
    ["the admin key", session("admin", null)],
    ["a token that is over", () => new Response(null, { status: 401 })],
  ])("is refused when it is %s", async (_, answer) => {
    answering(answer)
    expect(await checkToken("t")).toHaveProperty("refused")
  })

  it.each([
    ["answers 503", () => new Response(null, { status: 503 })],
    ["cannot be reached", () => Promise.reject(new TypeError("Failed to fetch"))],
  ])("is not refused when the server %s", async (_, answer) => {
    answering(answer)
    expect(await checkToken("t")).toHaveProperty("unreachable")
  })
})
