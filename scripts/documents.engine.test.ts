import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, afterEach, describe, expect, it } from "vitest"
import {
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "../api/testing/spawned-server.ts"
import { codeBlocks, readDocument, readmeBlock } from "./testing/documents.ts"

const run = promisify(execFile)
const folder = temporaryFolder()
afterEach(killSpawned)
afterAll(folder.remove)

describe("the README", () => {
  it("sends the first events with curl, twice, and reads them back", async () => {
    const server = spawnServer({ TIDEMARK_DATA: join(folder.path, "data") })
    const { address } = await clientOf(server, join(folder.path, "data"))
    const shell = readmeBlock("sh", "data/admin-key")
    const send = readmeBlock("sh", "/v1/events")
    const read = readmeBlock("sh", "/transactions")
    const script = [shell, send, "echo", send, "echo", read]
      .join("\n")
      .replaceAll("http://127.0.0.1:4000", address)

    const { stdout } = await run("sh", ["-ec", script], { cwd: folder.path })

    const [first, again, page] = stdout.trim().split("\n")
    expect(JSON.parse(first ?? "")).toMatchObject({ accepted: 2, rejected: 0 })
    expect(JSON.parse(again ?? "")).toMatchObject({ accepted: 0, duplicate: 2, conflict: 0 })
    expect(JSON.parse(page ?? "").transactions).toMatchObject([
      { id: "render-1", description: "Tool: keyframeGenerate", balance_after: "498.5" },
      { id: "order-1", credits: "500", balance_after: "500" },
    ])
    expect((await server.stop()).code).toBe(0)
  })

  it("makes a key with curl that sends for one account, and signs a token that reads it", async () => {
    const data = join(folder.path, "keys")
    const secret = "a secret of more than thirty-two characters"
    const server = spawnServer({
      TIDEMARK_DATA: data,
      TIDEMARK_TOKEN_SECRET: secret.replaceAll(" ", "-"),
    })
    const { address, key } = await clientOf(server, data)
    const script = readmeBlock("sh", "/v1/keys").replaceAll("http://127.0.0.1:4000", address)
    const made = await run("sh", ["-ec", script], { env: { PATH: process.env.PATH, key } })
    expect(JSON.parse(made.stdout)).toMatchObject({ scopes: ["ingest"], accounts: ["acme"] })

    const module = ["--input-type=module", "--eval", readmeBlock("js", "jose")]
    const env = { TIDEMARK_TOKEN_SECRET: secret.replaceAll(" ", "-") }
    const signed = await run(process.execPath, module, { env })
    const headers = { authorization: `Bearer ${signed.stdout.trim()}` }
    const session = await (await fetch(`${address}/v1/session`, { headers })).json()
    expect(session).toMatchObject({ holder: "token:acme", scopes: ["read"], accounts: ["acme"] })
    expect((await server.stop()).code).toBe(0)
  })
})

describe("the guide to CloudEvents", () => {
  it("sends in every mode with curl, and gets the answers that it states", async () => {
    const own = join(folder.path, "cloud-events")
    const data = join(own, "data")
    const server = spawnServer({ TIDEMARK_DATA: data })
    const { address } = await clientOf(server, data)
    const shell = codeBlocks(readDocument("docs/cloud-events.md"))
      .filter(({ language }) => language === "sh")
      .map(({ code }) => code)
    expect(shell).toHaveLength(4)
    const script = shell.join("\necho\n").replaceAll("http://127.0.0.1:4000", address)

    const { stdout } = await run("sh", ["-ec", script], { cwd: own })

    const answers = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).results)
    expect(answers).toMatchObject([
      [{ account: "acme", id: "render-1", fate: "accepted" }],
      [
        { id: "render-1", fate: "duplicate" },
        { id: "invoice-7", fate: "rejected", errors: [{ pointer: "/type", code: "event_type" }] },
        { id: "order-1", fate: "accepted" },
      ],
      [{ account: "acme", id: "render-2", fate: "accepted" }],
    ])
    expect((await server.stop()).code).toBe(0)
  })
})

describe("the guide to figures", () => {
  it("states what every question answers", async () => {
    const data = join(folder.path, "figures")
    const server = spawnServer({ TIDEMARK_DATA: data })
    const { address, key } = await clientOf(server, data)
    const blocks = codeBlocks(readDocument("docs/figures.md"))
    expect(blocks.map(({ language }) => language).join(" ")).toMatch(/^(?:sh json ?){8}$/)
    for (let i = 0; i < blocks.length; i += 2) {
      const script = blocks[i]?.code.replaceAll("http://127.0.0.1:4000", address) ?? ""
      const { stdout } = await run("sh", ["-ec", script], { env: { ...process.env, key } })
      expect(JSON.parse(stdout)).toMatchObject(JSON.parse(blocks[i + 1]?.code ?? ""))
    }
    expect((await server.stop()).code).toBe(0)
  })
})
