import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { NO_TOTALS } from "#warehouse/domain/transaction.ts"
import { WarehouseUnavailable } from "#warehouse/errors.ts"
import { LedgerDownload } from "#warehouse/ledger-download.ts"
import { Access } from "./access.ts"
import { accessAs } from "./testing/fake-access.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const gone = new WarehouseUnavailable({ operation: "query", cause: new Error("gone") })
const bytes = (text: string) => new TextEncoder().encode(text)

/** How long a ledger would be, and what of it is sent. */
const askWith = async (
  accept: string,
  count: number,
  stream: Stream.Stream<Uint8Array, WarehouseUnavailable>,
) => {
  const totals = () => Effect.succeed({ ...NO_TOTALS, count })
  const { app } = await fakeApp(
    Layer.succeed(LedgerDownload, { pieces: () => stream, focus: () => stream, totals }),
  )
  return app.request("/v1/accounts/studio-north/transactions", { headers: { ...asAdmin, accept } })
}
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

const ask = async (...pieces: ReadonlyArray<Stream.Stream<Uint8Array, WarehouseUnavailable>>) => {
  const stream = pieces.reduce((before, after) => Stream.concat(before, after))
  return askWith("application/jsonl", 2, stream)
}

describe("a file that cannot be sent to its end", () => {
  it("is a problem when nothing was sent yet", async () => {
    const response = await ask(Stream.fail(gone))
    assert.strictEqual(response.status, 503)
    assert.strictEqual(response.headers.get("content-type"), "application/problem+json")
  })

  it("breaks off instead of ending when some of it was", async () => {
    const response = await ask(Stream.make(bytes("{}\n")), Stream.fail(gone))
    assert.strictEqual(response.status, 200)
    const broken = await response.text().then(
      () => "it ended as if it were whole",
      () => null,
    )
    assert.isNull(broken)
  })

  it("breaks off within a second of the end of its credential", async () => {
    let revoked = false
    const key = accessAs({})
    const access = Layer.effect(
      Access,
      Effect.map(Access, (one) => ({ ...one, holds: () => Effect.sync(() => !revoked) })),
    ).pipe(Layer.provide(key))
    const pieces = Stream.fromEffectRepeat(
      Effect.gen(function* () {
        yield* TestClock.adjust("400 millis")
        return bytes("{}\n")
      }),
    )
    const { app, asked } = await fakeApp(
      access as Layer.Layer<never>,
      Layer.succeed(LedgerDownload, {
        pieces: () => pieces,
        focus: () => pieces,
        totals: () => Effect.succeed({ ...NO_TOTALS, count: 2 }),
      }) as Layer.Layer<never>,
    )
    const headers = { ...asAdmin, accept: "application/jsonl" }
    const response = await app.request("/v1/accounts/studio-north/transactions", { headers })
    const reader = response.body?.getReader()
    for (let i = 0; i < 20; i++) assert.isFalse((await reader?.read())?.done)
    revoked = true
    let more = 0
    const broken = await (async () => {
      while (!(await reader?.read())?.done) more++
    })().then(
      () => "it ended as if it were whole",
      ({ message }: Error) => message,
    )
    assert.strictEqual(broken, "the credential is over")
    assert.isBelow(more, 5)
    assert.include(asked.logged.join(""), "its credential is over")
  })

  it("ends when it is whole", async () => {
    const response = await ask(Stream.make(bytes("{}\n")), Stream.make(bytes("[]\n")))
    assert.strictEqual(await response.text(), "{}\n[]\n")
  })

  it.each(["text/csv", XLSX])("is a problem in %s, too, which begins with names", async (type) => {
    const response = await askWith(type, 2, Stream.fail(gone))
    assert.strictEqual(response.status, 503)
  })

  it("is refused with the number of rows when a sheet would be too long for it", async () => {
    const response = await askWith(XLSX, 1_048_576, Stream.empty)
    assert.strictEqual(response.status, 400)
    const { type, detail } = (await response.json()) as { type: string; detail: string }
    assert.strictEqual(type, "/problems/too-many-rows")
    assert.include(detail, "1048576 rows")
    assert.strictEqual((await askWith(XLSX, 1_048_575, Stream.empty)).status, 200)
  })
})
