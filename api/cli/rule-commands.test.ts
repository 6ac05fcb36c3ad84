import { assert, describe, it } from "vitest"
import { answering } from "./testing/answers.ts"
import { commandLine } from "./testing/command-line.ts"

const meta = {
  complete_to: "2026-03-05T10:00:00.000Z",
  lag: { messages: 0, seconds: 0 },
  generated_at: "2026-03-05T10:00:00.000Z",
  tz: "UTC",
  from: null,
  to: null,
}
const own = {
  ...{ deviations: "3", scale: "1.4826", ratio: "1.5", floor: "100" },
  ...{ weeks: 8, samples: 4, recent_days: 28 },
}
const answer = (rule: object, set: object | null) => ({
  body: { rule: { ...own, ...rule }, set, default: own, meta },
})
const run = (url: string, ...words: ReadonlyArray<string>) =>
  commandLine({ TIDEMARK_KEY: "tm_env" })(["rule", ...words, "--url", url])

describe("tidemark rule", () => {
  it("prints the rule in force, and who set it", async () => {
    await using server = await answering(
      answer({ ratio: "1.3" }, { at: "2026-03-04T08:00:00.000Z", by: "admin" }),
    )
    const { code, out } = await run(server.url)
    assert.strictEqual(code, 0)
    assert.include(out, "1.3 × the median")
    assert.include(out, "2026-03-04T08:00:00.000Z by admin")
    assert.deepStrictEqual(server.asked, ["GET /v1/high-usage-rule"])
  })

  it("changes what is named, and leaves the rest as it was", async () => {
    await using server = await answering(
      answer({ ratio: "1.3", weeks: 6 }, null),
      answer({ ratio: "1.3", weeks: 6, floor: "50" }, null),
    )
    assert.strictEqual((await run(server.url, "--floor", "50")).code, 0)
    const [, put = ""] = server.asked
    assert.deepStrictEqual(JSON.parse(put.replace("PUT /v1/high-usage-rule ", "")), {
      ...{ deviations: "3", ratio: "1.3", floor: "50" },
      ...{ weeks: 6, samples: 4, recent_days: 28 },
    })
  })

  it("goes back to the program's own, but not with another constant at once", async () => {
    await using server = await answering(answer({ ratio: "1.3" }, null), answer({}, null))
    assert.strictEqual((await run(server.url, "--reset")).code, 0)
    assert.strictEqual(server.asked[1], "PUT /v1/high-usage-rule {}")
    const { code, errors } = await run(server.url, "--reset", "--ratio", "2")
    assert.strictEqual(code, 2)
    assert.include(errors, "--reset goes without --ratio")
  })
})
