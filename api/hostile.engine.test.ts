/** Whatever is asked, however it is asked: answers are as documented, and others are served meanwhile. */
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { checkAnswer } from "./testing/checked-answers.ts"
import { type Document, type FuzzRequest, requestsOf } from "./testing/fuzz/requests.ts"
import { fuzzWorld } from "./testing/fuzz/world.ts"
import { serverForTests } from "./testing/server-for-tests.ts"

const own = serverForTests()

/** The same in each run; `npm run fuzz` asks ten thousand. */
const SEED = 1
const REQUESTS_EACH = 24
/** Operations that are asked at the same time. */
const AT_ONCE = 3

const headersOf = (sent: FuzzRequest) => ({
  authorization: `Bearer ${own.client.key}`,
  ...sent.headers,
})

describe("the endpoints of the OpenAPI document", () => {
  it("answer as it says, whatever they are asked", { timeout: 120_000 }, async () => {
    const { address } = own.client
    const world = await fuzzWorld(own.client, Date.now())
    const document: Document = await (await fetch(`${address}/openapi.json`)).json()
    const operations = requestsOf(document, world)
    const answered = new Map<string, Map<number, number>>()
    const ask = async (name: string, sent: FuzzRequest) => {
      const { method, url, body } = sent
      const init = { method, headers: headersOf(sent), body, redirect: "manual" as const }
      const response = await fetch(`${address}${url}`, init)
      const statuses = answered.get(name) ?? new Map()
      answered.set(name, statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1))
      assert.isBelow(response.status, 500)
      await checkAnswer(method, url, response)
      // A stream that nobody reads would stay open.
      if (!response.bodyUsed) await response.body?.cancel()
    }
    // What they remove is asked about by the others.
    const last = operations.filter(({ name }) => name.startsWith("DELETE"))
    const waiting = new Set([...operations.filter((one) => !last.includes(one)), ...last]).values()
    const work = async () => {
      for (const { name, request } of waiting)
        await fc.assert(
          fc.asyncProperty(request, (sent) => ask(name, sent)),
          { numRuns: REQUESTS_EACH, seed: SEED },
        )
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    const seldomGood = [...answered].filter(
      ([, statuses]) => ![200, 201, 202, 204, 303].some((status) => statuses.has(status)),
    )
    // Only good requests get past the checks of their words.
    const names = seldomGood.map(([name, statuses]) => `${name}: ${[...statuses.keys()]}`)
    assert.isBelow(names.length, operations.length / 10, names.join("; "))
  })
})
