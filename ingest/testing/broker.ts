import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { startBroker } from "../../scripts/kafka-broker.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** host:port of the broker that the tests of a run share; topics are each test's own. */
    kafkaBrokers: string
  }
}

/** One real broker for all Kafka tests of a run. Without it the run fails and says why. */
export default async function setup(project: TestProject) {
  const memory = "/dev/shm"
  const dir = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), "tidemark-kafka-"))
  const say = (line: string) => console.error(`kafka: ${line}`)
  try {
    const broker = await startBroker({ port: 0, dir, say })
    project.provide("kafkaBrokers", broker.brokers)
    return async () => {
      await broker.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  } catch (error) {
    rmSync(dir, { recursive: true, force: true })
    throw error
  }
}
