import { cpSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, it, vi } from "vitest"
import type { BackupList } from "./backup-contract.ts"
import type { Usage } from "./contract.ts"
import type { Integrity } from "./proof-contract.ts"
import {
  type Client,
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "./testing/spawned-server.ts"

const folder = temporaryFolder()
afterAll(() => {
  killSpawned()
  folder.remove()
})

const BODIES = 60
const EVENTS_PER_BODY = 200
const FAILURES_PER_BODY = 4
const ACCOUNTS = 20
const ALL = "/v1/usage?from=2026-03-01&to=2026-03-31&tz=UTC"
const WAIT = { timeout: 30_000, interval: 100 }

/** Spends and the failures of some of them, so that refunds are made too. */
const bodyOf = (body: number) =>
  JSON.stringify(
    Array.from({ length: EVENTS_PER_BODY }, (_, i) => {
      const n = body * EVENTS_PER_BODY + i
      const account = `a-${n % ACCOUNTS}`
      const occurred_at = new Date(Date.UTC(2026, 2, 1 + (n % 28), n % 24)).toISOString()
      return n % (EVENTS_PER_BODY / FAILURES_PER_BODY) === 49
        ? failureOf(n, { account, occurred_at })
        : {
            ...{ id: `e${n}`, account, type: "spend", operation: "variation", occurred_at },
            credits: `${n + 1}.000003`,
          }
    }),
  )
const failureOf = (n: number, shared: { account: string; occurred_at: string }) => ({
  ...shared,
  ...{ id: `e${n}`, type: "failure", reason: "timeout", refers_to: `e${n - ACCOUNTS}` },
})

const serverIn = async (path: string) => {
  const server = spawnServer({ TIDEMARK_DATA: path })
  return { server, client: await clientOf(server, path) }
}

const totalOf = async (client: Client) => (await client.get<Usage>(ALL)).body.total

const differing = async (client: Client) => {
  await client.post("/v1/integrity", {})
  const look = async () => (await client.get<Integrity>("/v1/integrity")).body
  await vi.waitUntil(async () => {
    const { running, last } = await look()
    return running === null && last !== null
  }, WAIT)
  return (await look()).last?.differing
}

it("a backup made under load starts elsewhere, whole, and what is sent again counts once", async () => {
  const here = await serverIn(join(folder.path, "here"))
  let sent = 0
  let answered = 0
  const sender = async () => {
    while (sent < BODIES) {
      const { body } = await here.client.sendEvents(bodyOf(sent++))
      // A failure is an entry only once its spend has come too.
      answered += body.accepted - FAILURES_PER_BODY
    }
  }
  const before: number[] = []
  const sending = Promise.all([sender(), sender(), sender()])
  for (const share of [0.2, 0.4, 0.7]) {
    await vi.waitUntil(() => sent >= share * BODIES, WAIT)
    before.push(answered)
    assert.strictEqual((await here.client.post("/v1/backups", {})).status, 201)
  }
  await sending
  const { body } = await here.client.get<BackupList>("/v1/backups")
  const total = await totalOf(here.client)
  assert.strictEqual((await here.server.stop("SIGKILL")).code, null)

  const names = body.backups.map(({ folder }) => folder).toReversed()
  assert.strictEqual(names.length, 3)
  for (const [i, name] of names.entries()) {
    const elsewhere = join(folder.path, `elsewhere-${i}`)
    cpSync(join(folder.path, "here", name), elsewhere, { recursive: true, verbatimSymlinks: true })
    const { server, client } = await serverIn(elsewhere)
    const { count } = await totalOf(client)
    assert.isAtLeast(count, before[i] ?? Number.NaN)
    assert.strictEqual(await differing(client), 0)
    for (let again = 0; again < BODIES; again++) await client.sendEvents(bodyOf(again))
    assert.deepStrictEqual(await totalOf(client), total)
    assert.strictEqual(await differing(client), 0)
    assert.strictEqual((await server.stop()).code, 0)
  }
})
