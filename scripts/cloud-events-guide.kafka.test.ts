import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, afterEach, describe, expect, inject, it, vi } from "vitest"
import type { Transactions } from "#api/contract.ts"
import {
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "../api/testing/spawned-server.ts"
import { codeBlocks, readDocument, root } from "./testing/documents.ts"

const run = promisify(execFile)
const folder = temporaryFolder()
afterEach(killSpawned)
afterAll(folder.remove)

describe("the guide to CloudEvents", () => {
  it("sends one in Kafka's binary mode that is in the ledger seconds later", async () => {
    const brokers = inject("kafkaBrokers")
    const [topic, data] = ["guide.cloud.events", join(folder.path, "data")]
    const server = spawnServer({
      TIDEMARK_DATA: data,
      KAFKA_BROKERS: brokers,
      KAFKA_TOPIC: topic,
      KAFKA_GROUP: topic,
    })
    const { get } = await clientOf(server, data)
    const [program = ""] = codeBlocks(readDocument("docs/cloud-events.md"))
      .filter(({ language }) => language === "js")
      .map(({ code }) => code.replace("127.0.0.1:9092", brokers).replace("usage.events", topic))

    // Here, where its import finds the package.
    await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: root })

    await vi.waitFor(
      async () => {
        const { body } = await get<Transactions>("/v1/accounts/acme/transactions")
        expect(body.transactions).toMatchObject([{ id: "render-3", credits: "-1.5" }])
      },
      { timeout: 20_000, interval: 100 },
    )
    expect((await server.stop()).code).toBe(0)
  })
})
