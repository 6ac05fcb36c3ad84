import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Kafka, logLevel } from "kafkajs"
import { afterEach, beforeEach, expect, inject, test } from "vitest"
import { startBroker } from "./kafka-broker.ts"

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-broker-"))
})

afterEach(() => rmSync(dir, { recursive: true, force: true }))

const admin = (brokers: string) =>
  new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin()

const topicsOf = async (brokers: string) => {
  const client = admin(brokers)
  await client.connect()
  const topics = await client.listTopics()
  await client.disconnect()
  return topics
}

test("the run's broker answers", async () => {
  expect(await topicsOf(inject("kafkaBrokers"))).toBeInstanceOf(Array)
})

test("continues its data on the same port after a kill", async () => {
  const first = await startBroker({ port: 0, dir })
  const client = admin(first.brokers)
  await client.connect()
  await client.createTopics({ topics: [{ topic: "kept" }], waitForLeaders: true })
  await client.disconnect()
  await first.kill()
  const second = await startBroker({ port: first.port, dir })
  expect(second.brokers).toBe(first.brokers)
  expect(await topicsOf(second.brokers)).toEqual(["kept"])
  await second.stop()
  await second.stop()
})

test("refuses a port in use, and a folder in use, with the reason", async () => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  await expect(startBroker({ port, dir })).rejects.toThrow(`port ${port} is in use`)
  server.close()
  const holder = await startBroker({ port: 0, dir })
  await expect(startBroker({ port: 0, dir })).rejects.toThrow(`another broker uses ${dir}`)
  await holder.stop()
})
