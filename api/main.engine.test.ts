import { once } from "node:events"
import { writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import type { CreatedToken } from "./access-contract.ts"
import type { Overview } from "./contract.ts"
import { clientOf, killSpawned, spawnServer, temporaryFolder } from "./testing/spawned-server.ts"

afterEach(killSpawned)

const folder = temporaryFolder()
afterAll(folder.remove)
const TIDEMARK_DATA = join(folder.path, "data")

const refusal = async (env: Record<string, string>, args: string[] = []) => {
  const { code, output, errors } = await spawnServer(
    { TIDEMARK_DATA: join(folder.path, "unused"), ...env },
    args,
  ).ended
  assert.strictEqual(code, 1, errors)
  assert.notMatch(output, /^http:/m)
  const sentences = errors.split("\n").filter((line) => line !== "" && !line.startsWith("{"))
  assert.lengthOf(sentences, 1, errors)
  return sentences[0] ?? ""
}

describe("the process", () => {
  it("prints its address, is ready, and stops on a signal with code 0", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const server = spawnServer({ TIDEMARK_DATA })
      const { address, link } = await clientOf(server, TIDEMARK_DATA)
      assert.strictEqual((await fetch(`${address}/health/ready`)).status, 200)
      const signedIn = await fetch(link, { redirect: "manual" })
      assert.strictEqual(signedIn.status, 303)
      const { code, errors, milliseconds } = await server.stop(signal)
      assert.strictEqual(code, 0, errors)
      assert.isBelow(milliseconds, 5_000)
      const token = new URL(link).searchParams.get("token") ?? "?"
      assert.notInclude(errors, token)
    }
  })

  it("serves within 5 seconds when it starts again", async () => {
    const start = performance.now()
    const server = spawnServer({ TIDEMARK_DATA })
    await server.line(/^http:\/\//)
    assert.isBelow(performance.now() - start, 5_000)
    await server.stop()
  })

  it("keeps over a restart which sessions and tokens hold, and which were revoked", async () => {
    const server = spawnServer({ TIDEMARK_DATA })
    const { address, key, link, post, put } = await clientOf(server, TIDEMARK_DATA)
    const cookie = (await fetch(link, { redirect: "manual" })).headers.get("set-cookie") ?? ""
    const tokenFor = async (account: string) => {
      await put(`/v1/accounts/${account}`, { name: account })
      return (await post<CreatedToken>("/v1/tokens", { account })).body
    }
    const revoke = async (path: string) => {
      const headers = { authorization: `Bearer ${key}` }
      const { status } = await fetch(`${address}${path}`, { method: "DELETE", headers })
      assert.strictEqual(status, 204)
    }
    const [one, other] = [await tokenFor("acme"), await tokenFor("acme")]
    const ofAll = await tokenFor("globex")
    await revoke(`/v1/tokens/${one.id}`)
    await revoke("/v1/accounts/globex/tokens")
    // As a process ends that had no time to write anything down.
    await server.stop("SIGKILL")
    const again = spawnServer({ TIDEMARK_DATA })
    const { address: there } = await clientOf(again, TIDEMARK_DATA)
    const statusOf = async (headers: Record<string, string>) =>
      (await fetch(`${there}/v1/session`, { headers })).status
    const asBearer = ({ token }: CreatedToken) => ({ authorization: `Bearer ${token}` })
    assert.strictEqual(await statusOf({ cookie: cookie.split(";")[0] ?? "" }), 200)
    assert.strictEqual(await statusOf(asBearer(other)), 200)
    for (const token of [one, ofAll]) assert.strictEqual(await statusOf(asBearer(token)), 401)
    await again.stop()
  })
})

describe("a start that cannot go on", () => {
  it("says that the port is in use, and leaves the folder usable", async () => {
    const other = createServer().listen(0, "127.0.0.1")
    await once(other, "listening")
    const { port } = other.address() as { port: number }
    const sentence = await refusal({ TIDEMARK_DATA, PORT: `${port}` })
    assert.match(sentence, new RegExp(`^Port ${port} \\(PORT\\) is in use`))
    other.close()
    const server = spawnServer({ TIDEMARK_DATA })
    await server.line(/^http:\/\//)
    assert.strictEqual((await server.stop()).code, 0)
  })

  it("says that another process holds the folder, and leaves that one alone", async () => {
    const first = spawnServer({ TIDEMARK_DATA })
    const { get } = await clientOf(first, TIDEMARK_DATA)
    assert.match(await refusal({ TIDEMARK_DATA }), /is held by another process/)
    assert.strictEqual((await get("/v1/accounts")).status, 200)
    assert.strictEqual((await first.stop()).code, 0)
  })

  it("says that a file is in the folder's place", async () => {
    const file = join(folder.path, "file")
    writeFileSync(file, "")
    assert.include(await refusal({ TIDEMARK_DATA: file }), file)
  })

  it.each([
    [{ PORT: "http" }, /^PORT/],
    [{ PORT: "70000" }, /^PORT/],
    [{ HOST: "not a host" }, /^HOST/],
    [{ TIDEMARK_ADMIN_KEY: "short" }, /^TIDEMARK_ADMIN_KEY(?!.*"short")/],
    [{ TIDEMARK_INTEGRITY_MINUTES: "hourly" }, /^TIDEMARK_INTEGRITY_MINUTES/],
    [{ CLICKHOUSE_URL: "nowhere" }, /^CLICKHOUSE_URL/],
    [{ KAFKA_BROKERS: "broker" }, /^KAFKA_BROKERS/],
    [{ KAFKA_BROKERS: "broker:9092", KAFKA_TOPIC: "a b" }, /^KAFKA_TOPIC/],
  ])("names the variable in %j", async (env, sentence) => {
    assert.match(await refusal(env), sentence)
  })

  it("names an argument that it does not know", async () => {
    assert.include(await refusal({}, ["--sample"]), "--sample'")
  })
})

describe("a variable that is empty", () => {
  it("counts as not set", async () => {
    const empty = ["HOST", "TIDEMARK_ADMIN_KEY", "CLICKHOUSE_URL", "KAFKA_BROKERS", "LOG_LEVEL"]
    const env = Object.fromEntries(empty.map((name) => [name, ""]))
    const server = spawnServer({ ...env, TIDEMARK_DATA })
    assert.match(await server.line(/^http:\/\//), /^http:\/\/127\.0\.0\.1:/)
    await server.stop()
  })
})

describe("samples", () => {
  const accounts = ["mana-gallery", "chat-api", "cloud-bill"]

  const figuresIn = async (path: string) => {
    const server = spawnServer({ TIDEMARK_DATA: path }, ["--samples"])
    const { get } = await clientOf(server, path)
    const figures = await Promise.all(
      accounts.map(async (account) => {
        const { balance, lifetime } = (await get<Overview>(`/v1/accounts/${account}/overview`)).body
        return { account, balance, lifetime }
      }),
    )
    await server.stop()
    return figures
  }
  let figures: Awaited<ReturnType<typeof figuresIn>>
  beforeAll(async () => {
    figures = await figuresIn(join(folder.path, "whole"))
    assert.deepStrictEqual(
      figures.map(({ lifetime }) => lifetime.count),
      [12, 19_367, 671],
    )
  })

  it.each(["studio-north", "chat-api", "cloud-bill"])(
    "killed while %s loads, then loaded again, count everything once",
    async (account) => {
      const data = join(folder.path, `killed-${account}`)
      const killed = spawnServer({ TIDEMARK_DATA: data }, ["--samples"])
      await killed.line(new RegExp(`^loading ${account}`))
      await killed.stop("SIGKILL")
      assert.deepStrictEqual(await figuresIn(data), figures)
    },
  )
})
