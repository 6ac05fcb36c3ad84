import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, afterEach, describe, expect, inject, it, vi } from "vitest"
import type { Transactions } from "#api/contract.ts"
import { programFor } from "#dashboard/first-event.ts"
import {
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "../api/testing/spawned-server.ts"
import { codeBlocks, readDocument, readmeBlock, root } from "./testing/documents.ts"

const run = promisify(execFile)
const folder = temporaryFolder()
afterEach(killSpawned)
afterAll(folder.remove)

describe("the README", () => {
  it("sends an event with kafkajs that is in the ledger seconds later", async () => {
    const brokers = inject("kafkaBrokers")
    const data = join(folder.path, "data")
    const server = spawnServer({ TIDEMARK_DATA: data, KAFKA_BROKERS: brokers })
    const { get } = await clientOf(server, data)
    const program = readmeBlock("js", "kafkajs").replace("127.0.0.1:9092", brokers)

    // Here, where its import finds the package.
    await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: root })

    await vi.waitFor(
      async () => {
        const { status, body } = await get<Transactions>("/v1/accounts/acme/transactions")
        expect(status).toBe(200)
        expect(body.transactions).toMatchObject([
          { id: "render-2", type: "spend", credits: "-1.5", category: "Image Generation" },
        ])
      },
      { timeout: 20_000, interval: 100 },
    )

    // What an empty instance shows on its page.
    const occurredAt = "2026-01-28T14:21:00.000Z"
    const shown = programFor("kafkajs", { origin: "", key: undefined, occurredAt })
    const env = { KAFKA_BROKERS: brokers }
    await run(process.execPath, ["--input-type=module", "--eval", shown], { cwd: root, env })
    await vi.waitFor(
      async () => {
        const { body } = await get<Transactions>("/v1/accounts/acme/transactions")
        expect(body.transactions.map(({ id }) => id)).toEqual(["render-2", "render-1", "order-1"])
      },
      { timeout: 20_000, interval: 100 },
    )
    expect((await server.stop()).code).toBe(0)
  })
})

describe("the guide to CloudEvents", () => {
  it("sends one in Kafka's binary mode that is in the ledger seconds later", async () => {
    const brokers = inject("kafkaBrokers")
    const [topic, data] = ["guide.cloud.events", join(folder.path, "cloud-events")]
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
