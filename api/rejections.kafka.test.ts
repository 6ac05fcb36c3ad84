import { execFile } from "node:child_process"
import { randomUUID } from "node:crypto"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { Kafka, logLevel, Partitioners } from "kafkajs"
import { afterAll, assert, describe, inject, it } from "vitest"
import type { Overview } from "./contract.ts"
import type { EventStory, Rejection } from "./rejection-contract.ts"
import { clientOf, killSpawned, spawnServer, temporaryFolder } from "./testing/spawned-server.ts"

const folder = temporaryFolder()
afterAll(() => {
  killSpawned()
  folder.remove()
})

const COMMAND_LINE = join(import.meta.dirname, "cli", "main.ts")
const run = promisify(execFile)

const event = (id: string, more: object = {}) => ({
  id,
  account: "mana",
  type: "spend",
  operation: "variation",
  credits: "2",
  occurred_at: "2026-03-05T10:40:00Z",
  ...more,
})

/** Asks until it is so, for as long as the test may take. */
const until = async <A>(ask: () => Promise<A>, holds: (answer: A) => boolean): Promise<A> => {
  for (;;) {
    const answer = await ask()
    if (holds(answer)) return answer
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const produce = async (broker: string, topic: string, values: ReadonlyArray<Buffer | null>) => {
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING })
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await producer.connect()
  const messages = values.map((value) => ({ key: "mana", value }))
  await producer.send({ topic, messages })
  await producer.disconnect()
}

describe("a dead letter", () => {
  it("is listed, corrected and sent again from the command line, and counts once", async () => {
    const broker = inject("kafkaBrokers")
    const topic = `rejections-${randomUUID()}`
    const data = join(folder.path, "data")
    const server = spawnServer({
      TIDEMARK_DATA: data,
      KAFKA_BROKERS: broker,
      KAFKA_TOPIC: topic,
      KAFKA_GROUP: topic,
    })
    const client = await clientOf(server, data)
    const tidemark = async (...words: string[]) => {
      const env = { TIDEMARK_KEY: client.key }
      const args = [COMMAND_LINE, "rejections", ...words, "--url", client.address, "--json"]
      const { stdout } = await run(process.execPath, args, { env })
      return stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]))
    }
    const listed = (...words: string[]): Promise<ReadonlyArray<Rejection>> =>
      tidemark("list", ...words)

    const bad = Buffer.from(JSON.stringify(event("a", { credits: 2 })))
    await produce(broker, topic, [
      bad,
      Buffer.from([0xff]),
      null,
      Buffer.from(JSON.stringify(event("b"))),
    ])
    const all = await until(
      () => listed(),
      (found) => found.length === 3,
    )
    assert.deepStrictEqual(all.map(({ reason }) => reason).sort(), [
      "rejected",
      "unreadable",
      "unreadable",
    ])
    const [rejected] = await listed("--reason", "rejected", "--account", "mana")
    const id = rejected?.id ?? assert.fail("the rejection is missing")
    assert.deepStrictEqual(
      [rejected?.place?.topic, rejected?.place?.offset, rejected?.raw.data],
      [topic, "0", String(bad)],
    )

    const corrected = join(folder.path, "corrected.json")
    writeFileSync(corrected, JSON.stringify(event("a")))
    for (let time = 0; time < 2; time++) {
      const [{ rejection }] = await tidemark("retry", id, "--file", corrected)
      assert.include(["retried", "resolved"], rejection.state)
      if (rejection.state === "resolved") break
    }
    const path = "/v1/accounts/mana/overview"
    const spent = async () => (await client.get<Overview>(path)).body.lifetime.spent
    await until(spent, (sum) => sum === "4")
    const { body } = await client.get<EventStory>("/v1/accounts/mana/events/a")
    assert.deepStrictEqual([body.fate, body.source?.via], ["accepted", "kafka"])
    assert.strictEqual(body.rejections[0]?.id, id)
    assert.strictEqual((await server.stop()).code, 0)
  })
})
