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
import { readmeBlock } from "./testing/documents.ts"

const run = promisify(execFile)
const folder = temporaryFolder()
afterEach(killSpawned)
afterAll(folder.remove)

describe("the README", () => {
  it("sends the first events with curl, twice, and reads them back", async () => {
    const server = spawnServer({ TIDEMARK_DATA: join(folder.path, "data") })
    const { address } = await clientOf(server, join(folder.path, "data"))
    const shell = readmeBlock("sh", "data/admin-key")
    const send = readmeBlock("sh", "--data")
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
})
