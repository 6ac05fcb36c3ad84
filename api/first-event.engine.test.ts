import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import type { Overview } from "./contract.ts"
import {
  type Client,
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "./testing/spawned-server.ts"

const folder = temporaryFolder()
const TIDEMARK_DATA = join(folder.path, "data")
let client: Client
beforeAll(async () => {
  client = await clientOf(spawnServer({ TIDEMARK_DATA }), TIDEMARK_DATA)
})
afterAll(() => {
  killSpawned()
  folder.remove()
})

describe("the first event of an account", () => {
  it("has made the account when it is answered", async () => {
    for (let n = 0; n < 20; n++) {
      const event = { id: "e1", account: `new-${n}`, type: "bonus", operation: "welcome" }
      const sent = { ...event, credits: "1.5", occurred_at: "2026-03-05T10:00:00Z" }
      assert.strictEqual((await client.sendEvents(JSON.stringify(sent))).body.accepted, 1)
      const { status, body } = await client.get<Overview>(`/v1/accounts/new-${n}/overview`)
      assert.deepStrictEqual([n, status, body.balance], [n, 200, "1.5"])
    }
  })
})
