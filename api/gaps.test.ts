import { assert, describe, it } from "@effect/vitest"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

describe("gaps of the log", () => {
  it("are named by their offsets, as text, with the time they were given up", async () => {
    const { app } = await fakeApp()
    const response = await app.request("/v1/gaps", { headers: asAdmin })
    const gap = { topic: "usage.events", partition: 3, first: "120", last: "199" }
    const given_up_at = "2026-03-05T12:00:00.000Z"
    assert.deepStrictEqual(await response.json(), {
      gaps: [
        { ...gap, given_up_at },
        { ...gap, last: null, given_up_at },
      ],
    })
  })
})
