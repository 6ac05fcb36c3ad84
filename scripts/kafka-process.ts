import { type ChildProcess, spawn } from "node:child_process"
import { createWriteStream } from "node:fs"
import { join } from "node:path"
import { kafkaReason } from "./kafka-reason.ts"

/** A running Java process of Kafka's. */
export interface KafkaProcess {
  /** Resolves when a line of output holds the text; rejects when the process ends before. */
  readonly printed: (text: string) => Promise<void>
  readonly signal: (signal: "SIGTERM" | "SIGKILL") => void
  /** Resolves to the reason, as far as it said one, when the process has ended. */
  readonly ended: Promise<string>
}

const linesKept = 200

/**
 * Reads standard input to its end in the background and then stops Java, which takes the shell's
 * place: when the process that started the broker dies, however it dies, the broker stops too.
 * Java inherits the folder's lock: Kafka's own comes only after it has touched the other's files.
 */
const shell = `exec 3<&0
(cat <&3; kill -TERM $$) >/dev/null 2>&1 &
if command -v flock >/dev/null; then
  exec 4>>"$1/broker.lock"
  flock -n 4 || { echo "another broker uses $1"; exit 1; }
fi
shift
exec java "$@" </dev/null 3<&-`

/** Starts Java in a process group of its own, so that Ctrl-C reaches it only through the parent. */
export const startKafkaProcess = (args: ReadonlyArray<string>, dir: string): KafkaProcess => {
  const child = spawn("sh", ["-c", shell, "broker", dir, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  })
  const log = createWriteStream(join(dir, "broker.log"), { flags: "a" })
  const last: Array<string> = []
  const listeners = new Set<(line: string) => void>()
  const onLine = (line: string) => {
    log.write(`${line}\n`)
    last.push(line)
    if (last.length > linesKept) last.shift()
    for (const listener of listeners) listener(line)
  }
  readLines(child.stdout, onLine)
  readLines(child.stderr, onLine)
  const ended = new Promise<string>((resolve) => {
    const finish = () => {
      child.stdin.destroy()
      log.end()
      resolve(kafkaReason(last))
    }
    child.on("error", finish)
    child.on("close", finish)
  })
  const printed = (text: string) =>
    new Promise<void>((resolve, reject) => {
      listeners.add((line) => line.includes(text) && resolve())
      ended.then((reason) => reject(new Error(reason)))
    })
  return { printed, ended, signal: (signal) => child.kill(signal) }
}

const readLines = (stream: ChildProcess["stdout"], onLine: (line: string) => void) => {
  let rest = ""
  stream?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) onLine(line)
  })
}
