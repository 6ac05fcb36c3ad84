import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import type { EventResult } from "./event-contract.ts"
import { EventIntake, type RawEvent } from "./event-intake.ts"
import { EventPreview } from "./event-preview.ts"
import type { Rejection } from "./rejection-contract.ts"
import { accessAs } from "./testing/fake-access.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

/** A credential that may read one account and change nothing. */
const reader = (account: string) => accessAs({ accounts: [account] })

const open = async (...layers: ReadonlyArray<Layer.Layer<never>>) => {
  const fake = await fakeApp(...layers)
  const get = async (path: string) => {
    const response = await fake.app.request(`/v1/rejections${path}`, { headers: asAdmin })
    return { status: response.status, body: await response.json() }
  }
  const resolve = async (id: string, body: unknown) => {
    const response = await fake.app.request(`/v1/rejections/${id}/resolve`, {
      method: "POST",
      headers: { ...asAdmin, "content-type": "application/json" },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  }
  return { ...fake, get, resolve }
}
const idOf = (number: number) => String(number).padStart(16, "0")

/** Answers every event with one fate, and keeps what was sent; foresees the fate of what is in no log. */
const intakeOf = (fate: EventResult["fate"]) => {
  const sent: RawEvent[] = []
  const foreseen = { index: 0, account: "studio-north", id: "fixed", fate: "accepted" } as const
  const preview = Layer.succeed(EventPreview, { preview: () => Effect.succeed([foreseen]) })
  const layer = Layer.succeed(EventIntake, {
    submit: (items) => {
      sent.push(...items)
      return Effect.succeed([{ index: 0, account: "studio-north", id: "fixed", fate }])
    },
  })
  return { sent, layer: Layer.mergeAll(layer, preview) as Layer.Layer<never> }
}

describe("GET /v1/rejections", () => {
  it("pages, and takes a cursor for the same question only", async () => {
    const { get, asked } = await open()
    const first = (await get("?limit=3")).body
    assert.deepStrictEqual(
      first.rejections.map(({ id }: Rejection) => id),
      [idOf(1), idOf(2), idOf(3)],
    )
    const second = (await get(`?limit=2&cursor=${first.next}`)).body
    assert.deepStrictEqual(
      second.rejections.map(({ id }: Rejection) => id),
      [idOf(4)],
    )
    assert.isNull(second.next)
    assert.strictEqual(asked.rejections[1]?.after?.id, 3n)
    for (const query of ["reason=conflict", "state=open", "account=studio-north"]) {
      const { status, body } = await get(`?${query}&cursor=${first.next}`)
      assert.deepStrictEqual([status, body.errors[0].pointer], [400, "/cursor"])
    }
  })

  it("hands the words on", async () => {
    const { get, asked } = await open()
    await get("?account=a&reason=unreadable&state=resolved&limit=7")
    await get("")
    assert.deepStrictEqual(asked.rejections, [
      { accounts: ["a"], reason: "unreadable", state: "resolved", after: null, limit: 7 },
      { accounts: null, reason: null, state: null, after: null, limit: 50 },
    ])
    assert.strictEqual((await get("?reason=spam")).status, 400)
  })

  it("shows bytes as text where they are, else as base64, and offsets to the last digit", async () => {
    const { get } = await open()
    const [text, bytes, cut] = (await get("")).body.rejections
    assert.deepStrictEqual(text.raw, {
      encoding: "utf-8",
      data: '{"id":"e1"}',
      kept: 11,
      whole: true,
    })
    assert.deepStrictEqual(bytes.raw, { encoding: "base64", data: "Iv8=", kept: 2, whole: true })
    assert.strictEqual(bytes.place.offset, "1152921504606846976")
    assert.isFalse(cut.raw.whole)
  })

  it("shows the readers of an account what is theirs, and of others nothing, not even that", async () => {
    const { get, asked } = await open(reader("studio-north") as Layer.Layer<never>)
    assert.strictEqual((await get("")).status, 200)
    assert.strictEqual((await get("?account=studio-north")).status, 200)
    assert.deepStrictEqual(
      asked.rejections.map(({ accounts }) => accounts),
      [["studio-north"], ["studio-north"]],
    )
    const others = await get("?account=odd%2F%C3%B6%20%25")
    assert.deepStrictEqual(others, await get("?account=nobody"))
    assert.strictEqual(others.status, 404)
    assert.strictEqual((await get(`/${idOf(1)}`)).status, 200)
    const missing = await get("/00000000000000ff")
    assert.strictEqual(missing.status, 404)
    // Another account's, and one whose account nobody could read.
    for (const id of [idOf(3), idOf(2)]) assert.deepStrictEqual(await get(`/${id}`), missing)
  })
})

describe("GET /v1/rejections/:id", () => {
  it.each(["1", "000000000000000g", idOf(9), "%00", `${idOf(1)}0`])(
    "has nothing under %s",
    async (id) => {
      const { get } = await open()
      assert.strictEqual((await get(`/${id}`)).status, 404)
    },
  )
})

describe("POST /v1/rejections/:id/resolve", () => {
  it.each(["accepted", "duplicate"] as const)(
    "is resolved by an event that is %s",
    async (fate) => {
      const { sent, layer } = intakeOf(fate)
      const { resolve, get } = await open(layer)
      const { status, body } = await resolve(idOf(1), { action: "retry" })
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(sent, [{ kind: "bytes", bytes: Buffer.from('{"id":"e1"}') }])
      assert.strictEqual(body.result.fate, fate)
      assert.strictEqual(body.rejection.state, "resolved")
      assert.deepStrictEqual(body.rejection.resolution, {
        action: "retry",
        at: "2026-03-06T12:00:00.000Z",
        fate,
        event: { account: "studio-north", id: "fixed" },
        note: null,
      })
      assert.deepStrictEqual((await get(`/${idOf(1)}`)).body.rejection, body.rejection)
      // It is over: another correction under another id would count once more.
      for (const again of [{ action: "retry" }, { action: "dismiss", note: "n" }]) {
        const { status, body } = await resolve(idOf(1), again)
        assert.deepStrictEqual([status, body.type], [409, "/problems/already-resolved"])
        assert.include(body.detail, "event fixed of account studio-north")
      }
      assert.strictEqual(sent.length, 1)
    },
  )

  it.each(["rejected", "conflict"] as const)("stays open when the event is %s", async (fate) => {
    const { sent, layer } = intakeOf(fate)
    const { resolve } = await open(layer)
    const event = { id: "fixed" }
    const { status, body } = await resolve(idOf(2), { action: "retry", event })
    assert.deepStrictEqual(sent, [{ kind: "value", value: event }])
    assert.deepStrictEqual(
      [status, body.result.fate, body.rejection.state, body.rejection.resolution],
      [200, fate, "open", null],
    )
  })

  it("is retried, with 202, while its event is in the log", async () => {
    const { layer } = intakeOf("queued")
    const { resolve } = await open(layer)
    const { status, body } = await resolve(idOf(1), { action: "retry" })
    assert.deepStrictEqual([status, body.rejection.state], [202, "retried"])
    assert.strictEqual((await resolve(idOf(1), { action: "retry" })).status, 202)
  })

  it("takes no other event while one is in the log, unless it is dismissed first", async () => {
    let id = "first"
    const foreseen = () => ({ index: 0, account: "studio-north", id, fate: "accepted" as const })
    const preview = Layer.succeed(EventPreview, {
      preview: () => Effect.sync(() => [foreseen()]),
    }) as Layer.Layer<never>
    const intake = Layer.succeed(EventIntake, {
      submit: () => Effect.sync(() => [{ ...foreseen(), fate: "queued" as const }]),
    }) as Layer.Layer<never>
    const { resolve } = await open(Layer.merge(preview, intake))
    assert.strictEqual((await resolve(idOf(1), { action: "retry" })).status, 202)
    id = "second"
    const { status, body } = await resolve(idOf(1), { action: "retry", event: {} })
    assert.deepStrictEqual([status, body.type], [409, "/problems/not-retryable"])
    assert.include(body.detail, "Event first of account studio-north")
    await resolve(idOf(1), { action: "dismiss", note: "it was refused" })
    assert.strictEqual((await resolve(idOf(1), { action: "retry", event: {} })).status, 202)
  })

  it.each(["rejected", "conflict", "duplicate"] as const)(
    "does not send what would be %s",
    async (fate) => {
      const { sent, layer } = intakeOf("accepted")
      const foreseen = { index: 0, account: "studio-north", id: "e1", fate }
      const preview = Layer.succeed(EventPreview, { preview: () => Effect.succeed([foreseen]) })
      const { resolve } = await open(layer, preview as Layer.Layer<never>)
      const { body } = await resolve(idOf(1), { action: "retry" })
      assert.deepStrictEqual([body.result, sent], [foreseen, []])
      assert.strictEqual(body.rejection.state, fate === "duplicate" ? "resolved" : "open")
    },
  )

  it("does not send again what is kept in part only, but takes the corrected event", async () => {
    const { sent, layer } = intakeOf("accepted")
    const { resolve } = await open(layer)
    const { status, body } = await resolve(idOf(3), { action: "retry" })
    assert.deepStrictEqual([status, body.type], [409, "/problems/not-retryable"])
    assert.include(body.detail, "first 11 bytes")
    assert.deepStrictEqual(sent, [])
    assert.strictEqual((await resolve(idOf(3), { action: "retry", event: {} })).status, 200)
  })

  it("keeps the note of a dismissal, and still allows a retry", async () => {
    const { sent, layer } = intakeOf("accepted")
    const { resolve } = await open(layer)
    const { body } = await resolve(idOf(4), { action: "dismiss", note: "sent twice\nby us" })
    assert.deepStrictEqual([body.result, body.rejection.state], [null, "resolved"])
    assert.strictEqual(body.rejection.resolution.note, "sent twice\nby us")
    assert.deepStrictEqual(sent, [])
    assert.strictEqual((await resolve(idOf(4), { action: "retry" })).body.result.fate, "accepted")
  })

  it("is for admins", async () => {
    const { resolve } = await open(reader("studio-north") as Layer.Layer<never>)
    for (const id of [idOf(1), idOf(9)])
      assert.strictEqual((await resolve(id, { action: "dismiss", note: "n" })).status, 403)
  })

  it("has nothing under an unknown id", async () => {
    const { resolve } = await open()
    assert.strictEqual((await resolve(idOf(9), { action: "retry" })).status, 404)
  })

  it.each([
    [{}, ["/action"]],
    [{ action: "drop" }, ["/action"]],
    [[], [""]],
    [null, [""]],
    [{ action: "dismiss" }, ["/note"]],
    [{ action: "dismiss", note: " " }, ["/note"]],
    [{ action: "dismiss", note: "x".repeat(1_025) }, ["/note"]],
    [{ action: "dismiss", note: "\u0000", event: {} }, ["/event", "/note"]],
    [{ action: "retry", note: "why" }, ["/note"]],
  ])("refuses %j by its fields", async (body, pointers) => {
    const { resolve } = await open()
    const answer = await resolve(idOf(1), body)
    assert.strictEqual(answer.status, 400)
    const named = answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)
    assert.deepStrictEqual(named.sort(), pointers)
  })
})
