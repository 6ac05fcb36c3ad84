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
import { codeBlocks, readDocument } from "./testing/documents.ts"

const run = promisify(execFile)
const folder = temporaryFolder()
afterEach(killSpawned)
afterAll(folder.remove)

describe("the guide to CloudEvents", () => {
  it("sends in every mode with curl, and gets the answers that it states", async () => {
    const server = spawnServer({ TIDEMARK_DATA: join(folder.path, "data") })
    const { address } = await clientOf(server, join(folder.path, "data"))
    const shell = codeBlocks(readDocument("docs/cloud-events.md"))
      .filter(({ language }) => language === "sh")
      .map(({ code }) => code)
    expect(shell).toHaveLength(4)
    const script = shell.join("\necho\n").replaceAll("http://127.0.0.1:4000", address)

    const { stdout } = await run("sh", ["-ec", script], { cwd: folder.path })

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
