// Installs the locked packages, Node 24 among them, when they are missing or out of date. Every
// command that may be the first one runs it before itself, so it may use nothing but Node >= 20.11.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const stamp = join(root, "node_modules", ".setup-stamp")
const lock = join(root, ".setup.lock")
const say = (line) => console.error(`setup: ${line}`)

refuseOldNode()
const wanted = fingerprint()
if (!isInstalled()) install()
refuseWithoutNode24()

function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number)
  if (major > 20 || (major === 20 && minor >= 11)) return
  say(`Node ${process.versions.node} is too old; install Node 20.11 or newer, then run this again.`)
  process.exit(1)
}

/** What decides about the installed packages: not the scripts, so that editing one costs nothing. */
function fingerprint() {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  const { dependencies, devDependencies, optionalDependencies, overrides } = manifest
  const named = { dependencies, devDependencies, optionalDependencies, overrides }
  return createHash("sha256")
    .update(`${process.platform} ${process.arch}\n${JSON.stringify(named)}\n`)
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex")
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted
}

function install() {
  const started = performance.now()
  say("installing packages (npm ci), which takes about half a minute ...")
  const { npm_execpath: npm, npm_node_execpath: node } = process.env
  const command = npm && node ? [node, npm] : ["npm"]
  command.push("ci", "--ignore-scripts", "--include=dev", "--include=optional")
  command.push("--no-audit", "--no-fund", "--loglevel=error")
  const result = runLocked(command)
  if (result.error) say(`npm cannot be started: ${result.error.message}`)
  if (result.status !== 0) {
    say("the packages could not be installed; the reason is above. Run the command again.")
    process.exit(result.status || 1)
  }
  say(`packages ready after ${Math.round((performance.now() - started) / 1000)} s`)
}

/**
 * npm inherits the lock that flock holds: a second start waits, even for an npm that outlived its
 * parent, and then looks at the stamp again. A machine without flock installs without a lock.
 */
function runLocked(command) {
  const script = `stamp=$0 wanted=$1; shift
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] || { "$@" && printf %s "$wanted" > "$stamp"; }`
  const shell = ["sh", "-c", script, stamp, wanted, ...command]
  const options = { cwd: root, stdio: ["ignore", 2, 2] }
  const free = spawnSync("flock", ["-n", lock, "true"], options)
  if (free.error?.code === "ENOENT") return spawnSync(shell[0], shell.slice(1), options)
  if (free.status !== 0) say("another set-up of this folder is running; waiting for it ...")
  return spawnSync("flock", [lock, ...shell], options)
}

/** The lock brings Node 24 for linux-x64; elsewhere the machine's own has to be new enough. */
function refuseWithoutNode24() {
  if (existsSync(join(root, "node_modules", ".bin", "node"))) return
  if (Number(process.versions.node.split(".")[0]) >= 24) return
  const here = `${process.platform}-${process.arch}`
  say(`the lock brings Node 24 for linux-x64 only; on ${here} install Node 24 yourself.`)
  process.exit(1)
}
