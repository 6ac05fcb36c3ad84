import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import type { EventResult } from "./event-contract.ts"
import { EventIntake } from "./event-intake.ts"
import { accessAs } from "./testing/fake-access.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const post = async (
  query: string,
  headers: Record<string, string> = {},
  body: unknown = {},
  ...layers: ReadonlyArray<Layer.Layer<never>>
) => {
  const { app, asked } = await fakeApp(...layers)
  const response = await app.request(`/v1/events${query}`, {
    method: "POST",
    headers: { ...asAdmin, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  return { response, body: await response.json(), asked }
}

/** Answers with these, and remembers how long it was asked to wait. */
const intakeOf = (...results: ReadonlyArray<Omit<EventResult, "index">>) => {
  const waits: Array<number | undefined> = []
  const layer = Layer.succeed(EventIntake, {
    submit: (_, waitSeconds) => {
      waits.push(waitSeconds)
      return Effect.succeed(results.map((result, index) => ({ index, ...result })))
    },
  })
  return { waits, layer: layer as Layer.Layer<never> }
}

describe("Prefer: wait", () => {
  it("is handed on, bounded, and said to be applied", async () => {
    const { waits, layer } = intakeOf({ fate: "accepted" })
    const { response } = await post("", { prefer: "wait=99" }, {}, layer)
    assert.strictEqual(response.status, 200)
    assert.strictEqual(response.headers.get("preference-applied"), "wait=30")
    assert.deepStrictEqual(waits, [30])
  })

  it("leaves what has no fate in time queued", async () => {
    const { layer } = intakeOf({ fate: "accepted" }, { fate: "queued" })
    const { response, body } = await post("", { prefer: "wait=1" }, [{}, {}], layer)
    assert.strictEqual(response.status, 202)
    assert.deepStrictEqual([body.accepted, body.queued], [1, 1])
  })

  it("is not made up", async () => {
    const { waits, layer } = intakeOf({ fate: "accepted" })
    const { response } = await post("", { prefer: "return=minimal" }, {}, layer)
    assert.isNull(response.headers.get("preference-applied"))
    assert.deepStrictEqual(waits, [0])
  })
})

describe("dry_run", () => {
  it("says what would become of the events, and sends none", async () => {
    const { response, body, asked } = await post("?dry_run=true", { prefer: "wait=5" }, [{}, {}])
    assert.strictEqual(response.status, 200)
    assert.isNull(response.headers.get("preference-applied"))
    assert.deepStrictEqual([body.dry_run, body.accepted], [true, 2])
    assert.deepStrictEqual(body.results[0].changes, [])
    assert.deepStrictEqual(asked.submitted, [])
  })

  it.each(["?dry_run=false", ""])("is not one with %j", async (query) => {
    const { body, asked } = await post(query)
    assert.isUndefined(body.dry_run)
    assert.strictEqual(asked.submitted.length, 1)
  })
})

describe("balance", () => {
  it.each([
    [["ingest"], 403],
    [["ingest", "read"], 200],
  ] as const)("is told to a key for %j: %i", async (scopes, status) => {
    const { layer } = intakeOf({ account: "studio-north", id: "e1", fate: "accepted" })
    const { response } = await post("?balance=true", {}, {}, layer, accessAs({ scopes }))
    assert.strictEqual(response.status, status)
  })

  it("stands beside each accepted event, and no other", async () => {
    const of = (id: string, fate: EventResult["fate"]) => ({ account: "studio-north", id, fate })
    const { layer } = intakeOf(of("e3", "accepted"), of("e4", "duplicate"), { fate: "rejected" })
    const { body } = await post("?balance=true", {}, [{}, {}, {}], layer)
    assert.deepStrictEqual(
      body.results.map((result: EventResult) => result.balance_after ?? null),
      ["4", null, null],
    )
  })

  it.each([
    ["with a dry run", "?balance=true&dry_run=true", [{}], "exclusive"],
    ["of more than 100 events", "?balance=true", Array(101).fill({}), "too_many_events"],
    ["that is maybe", "?balance=maybe", [{}], "invalid_value"],
  ])("is refused %s, before anything is taken", async (_, query, events, code) => {
    const { response, body, asked } = await post(query, {}, events)
    assert.strictEqual(response.status, 400)
    assert.deepStrictEqual(
      body.errors.map((error: { pointer: string; code: string }) => [error.pointer, error.code]),
      [["/balance", code]],
    )
    assert.deepStrictEqual(asked.submitted, [])
  })
})
