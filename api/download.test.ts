import { assert, describe, it } from "@effect/vitest"
import { Layer, Stream } from "effect"
import { WarehouseUnavailable } from "#warehouse/errors.ts"
import { LedgerDownload } from "#warehouse/ledger-download.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const gone = new WarehouseUnavailable({ operation: "query", cause: new Error("gone") })
const bytes = (text: string) => new TextEncoder().encode(text)

const ask = async (...pieces: ReadonlyArray<Stream.Stream<Uint8Array, WarehouseUnavailable>>) => {
  const stream = pieces.reduce((before, after) => Stream.concat(before, after))
  const { app } = await fakeApp(Layer.succeed(LedgerDownload, { pieces: () => stream }))
  const headers = { ...asAdmin, accept: "application/jsonl" }
  return app.request("/v1/accounts/studio-north/transactions", { headers })
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

  it("ends when it is whole", async () => {
    const response = await ask(Stream.make(bytes("{}\n")), Stream.make(bytes("[]\n")))
    assert.strictEqual(await response.text(), "{}\n[]\n")
  })
})
