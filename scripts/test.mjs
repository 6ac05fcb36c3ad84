// `npm test`: everything that has to hold, as one run. What cannot run here counts as failed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { resultFile } from "./count-reporter.ts"
import { runCommand } from "./run-command.ts"
import { countLine, judge } from "./test-count.ts"
import { prepareTestTools } from "./test-tools.ts"

const countFile = ".cache/test-count"
const chosen = process.argv.slice(2)
// Hundreds of processes are started, most of them a second time and oftener: compiled modules are kept.
process.env.NODE_COMPILE_CACHE ??= resolve(".cache/compiled")
const failures = []
const say = (line) => console.error(`test: ${line}`)

mkdirSync(".cache", { recursive: true })
rmSync(countFile, { force: true })
rmSync(resultFile, { force: true })

say("looking for what the tests need (Chromium, Java, Kafka) ...")
const { chromium, lacking } = await prepareTestTools(
  { chromiumPath: process.env.CHROMIUM_PATH },
  say,
)
if (chromium) process.env.CHROMIUM_PATH = chromium
for (const [project, reason] of lacking) failures.push(`the ${project} tests cannot run: ${reason}`)

await check("format and lint (biome)", ["biome", "check", "."])
await check("types (tsc)", ["tsc"])
const built = await check("dashboard build", ["node", "scripts/build-dashboard.mjs"])
if (!built) lacking.set("browser", "there is no build")

say("running the tests (vitest) ...")
const without = [...lacking.keys()].map((project) => `--project=!${project}`)
const reporters = ["--reporter=default", "--reporter=./scripts/count-reporter.ts"]
const { code } = await runCommand("vitest", ["run", ...reporters, ...without, ...chosen], {
  output: "show",
})
finish(code ?? 1)

async function check(name, [command, ...args]) {
  const started = performance.now()
  say(`${name} ...`)
  const { code } = await runCommand(command, args, { output: "show" })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  say(`${name} ${code === 0 ? "passed" : "FAILED"} after ${seconds} s`)
  if (code !== 0) failures.push(`${name} failed; what is wrong stands above`)
  return code === 0
}

function finish(runnerStatus) {
  const result = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, "utf8")) : undefined
  // Whoever names files or projects wants just those, and no verdict on the rest.
  if (chosen.length > 0 && result) result.emptyProjects = []
  const verdict = judge({ result, runnerStatus, failures })
  for (const remark of verdict.remarks) say(remark)
  writeFileSync(countFile, `${countLine(verdict)}\n`)
  console.log(countLine(verdict))
  process.exitCode = runnerStatus || (verdict.failed > 0 ? 1 : 0)
}
