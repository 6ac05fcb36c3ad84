import { assert, describe, it } from "@effect/vitest"
import { openApiDocument } from "./openapi.ts"
import { fakeApp } from "./testing/fake-services.ts"

const document = JSON.parse(JSON.stringify(openApiDocument()))

const refsIn = (node: unknown): string[] => {
  if (typeof node !== "object" || node === null) return []
  return Object.entries(node).flatMap(([key, value]) =>
    key === "$ref" && typeof value === "string" ? [value] : refsIn(value),
  )
}

describe("the OpenAPI document", () => {
  it("is served as it is rendered, to everybody", async () => {
    const { app } = await fakeApp()
    const response = await app.request("/openapi.json")
    assert.deepStrictEqual(await response.json(), document)
    const headers = { "if-none-match": response.headers.get("etag") ?? "" }
    assert.strictEqual((await app.request("/openapi.json", { headers })).status, 304)
  })

  it("defines everything that it refers to", () => {
    const refs = new Set(refsIn(document))
    assert.isAbove(refs.size, 10)
    for (const ref of refs) {
      const name = ref.replace("#/components/schemas/", "")
      assert.property(document.components.schemas, name)
    }
  })

  it("states parameters, answers and problems of an endpoint", () => {
    const { get } = document.paths["/v1/accounts/{account}/usage"]
    assert.deepStrictEqual(
      get.parameters.map(({ name, in: where }: { name: string; in: string }) => `${where} ${name}`),
      [
        "path account",
        "query range",
        "query from",
        "query to",
        "query tz",
        "query grain",
        "query by",
        "query measure",
        "query compare",
        "query match",
        "query sort",
        "query limit",
        "query filter",
        "header if-none-match",
      ],
    )
    const grain = get.parameters.find(({ name }: { name: string }) => name === "grain")
    assert.deepStrictEqual(grain.schema.enum, ["hour", "day", "week", "month", "quarter"])
    assert.deepStrictEqual(get.responses[200].content["application/json"].schema, {
      $ref: "#/components/schemas/Usage",
    })
    assert.deepStrictEqual(Object.keys(get.responses), [
      "200",
      "304",
      "400",
      "401",
      "403",
      "404",
      "429",
      "500",
      "503",
    ])
    assert.include(get.responses[404].description, "/problems/not-found")
  })

  it("shows every form in which events are taken, each with examples", () => {
    const { post } = document.paths["/v1/events"]
    assert.deepStrictEqual(Object.keys(post.requestBody.content), [
      "application/json",
      "application/x-ndjson",
      "application/cloudevents+json",
      "application/cloudevents-batch+json",
    ])
    for (const { examples } of Object.values<{ examples: object }>(post.requestBody.content))
      assert.isNotEmpty(examples)
    const headers = post.parameters.filter((one: { in: string }) => one.in === "header")
    assert.deepStrictEqual(
      headers.map(({ name, required }: { name: string; required: boolean }) => [name, required]),
      ["ce-specversion", "ce-type", "ce-source", "ce-id", "ce-time", "ce-subject", "prefer"].map(
        (name) => [name, false],
      ),
    )
    assert.deepStrictEqual(document.components.schemas.CloudEvent.required, [
      "specversion",
      "type",
      "source",
      "id",
    ])
  })

  it("tells which endpoints need no credential", () => {
    assert.deepStrictEqual(document.paths["/health/live"].get.security, [])
    assert.isNotEmpty(document.paths["/v1/accounts"].get.security)
  })
})
