import { assert, describe, it } from "@effect/vitest"
import { METRICS_MEDIA_TYPE } from "./metrics.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

describe("metrics", () => {
  it("tell of each partition how far it is stored, and what it lacks", async () => {
    const { app } = await fakeApp()
    const response = await app.request("/metrics", { headers: asAdmin })
    assert.strictEqual(response.status, 200)
    assert.strictEqual(response.headers.get("content-type"), METRICS_MEDIA_TYPE)
    const lines = (await response.text()).split("\n")
    const at = Date.UTC(2026, 2, 6, 12) / 1000
    for (const line of [
      `tidemark_complete_to_seconds ${at - 2}`,
      `tidemark_partition_complete_to_seconds{partition="0"} ${at}`,
      'tidemark_lag_messages{partition="0"} 0',
      'tidemark_lag_messages{partition="1"} 3',
      'tidemark_lag_seconds{partition="1"} 2',
      "tidemark_event_loop_longest_block_seconds 0.12",
      "tidemark_event_loop_p99_seconds 0.015",
      "tidemark_live_listeners 3",
      "tidemark_live_messages_total 40",
      "tidemark_live_dropped_total 1",
    ])
      assert.include(lines, line)
  })

  it("are not for everybody", async () => {
    const { app } = await fakeApp()
    assert.strictEqual((await app.request("/metrics")).status, 401)
  })
})
