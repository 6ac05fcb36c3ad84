/**
 * Asks every endpoint of `/openapi.json` what its schema allows, and what it does not, with schemathesis: no answer
 * may be a 5xx, undocumented, or of another shape than the document says.
 *   npm run fuzz -- [--examples 135] [--seed 1]
 * Needs Python 3.10 or newer; schemathesis is installed into .cache.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { clientOf, spawnServer, temporaryFolder } from "../api/testing/spawned-server.ts"
import { runCommand } from "./run-command.ts"

const VERSION = "4.32.5"
const root = join(import.meta.dirname, "..")
const environment = join(root, ".cache", `schemathesis-${VERSION}`)
const program = join(environment, "bin", "st")
const UNLIMITED = "10000000"

const { values } = parseArgs({
  options: { examples: { type: "string", default: "135" }, seed: { type: "string", default: "1" } },
})

const must = async (command: string, args: ReadonlyArray<string>): Promise<void> => {
  const { code } = await runCommand(command, args, { output: "show" })
  if (code !== 0) throw new Error(`${command} ended with ${code}`)
}

if (!existsSync(program)) {
  await must("python3", ["-m", "venv", environment])
  await must(join(environment, "bin", "pip"), ["install", "-q", `schemathesis==${VERSION}`])
}

const folder = temporaryFolder()
const server = spawnServer(
  // Limits of rate have tests of their own.
  {
    TIDEMARK_DATA: folder.path,
    TIDEMARK_READS_MAX: UNLIMITED,
    TIDEMARK_SENDS_MAX: UNLIMITED,
    TIDEMARK_SIGN_IN_FAILURES_MAX: UNLIMITED,
  },
  ["--samples"],
)
try {
  const { address, key } = await clientOf(server, folder.path)
  const config = join(import.meta.dirname, "fuzz", "schemathesis.toml")
  const { code } = await runCommand(
    program,
    [
      ...["--config-file", config, "run", `${address}/openapi.json`],
      ...["-H", `Authorization: Bearer ${key}`, "--seed", values.seed],
      ...["--max-examples", values.examples, "--suppress-health-check", "all"],
    ],
    { output: "show" },
  )
  process.exitCode = code ?? 1
} finally {
  await server.stop()
  folder.remove()
}
