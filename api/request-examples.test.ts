import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { GROUP_NAMES, groupOf } from "./endpoint-groups.ts"
import { ENDPOINTS } from "./endpoints.ts"
import { requestExample } from "./request-examples.ts"
import { askExample, recordedAnswers } from "./testing/answer-examples.ts"

describe("the examples of requests", () => {
  it.each(ENDPOINTS)("of $method $path is answered as stated", async (endpoint) => {
    const { status } = await askExample(endpoint)
    assert.include(
      endpoint.answers.map((answer) => answer.status),
      status,
    )
  })

  it("use parameters wherever there are any, and only those", () => {
    for (const endpoint of ENDPOINTS) {
      const { query = {}, params = {} } = requestExample(endpoint)
      const named = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name)
      assert.sameMembers(Object.keys(params), named)
      for (const word of Object.keys(query)) assert.property(endpoint.query, word)
    }
  })

  it("stand in the document with their answers: node scripts/answer-examples.ts writes them", async () => {
    const written = readFileSync(join(import.meta.dirname, "answer-examples.json"), "utf8")
    assert.deepStrictEqual(JSON.parse(written), JSON.parse(JSON.stringify(await recordedAnswers())))
  })
})

describe("the groups of endpoints", () => {
  it("leave none out, and none of them is empty", () => {
    const used = new Set(ENDPOINTS.map(({ path }) => groupOf(path)))
    assert.notInclude([...used], "Other")
    assert.includeMembers(GROUP_NAMES, [...used])
  })
})
