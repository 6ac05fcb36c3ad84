import { setTimeout as sleep } from "node:timers/promises"
import { runCommand } from "./run-command.ts"

const attemptsMax = 6
const waitMs = 5_000

/** Whether this user may install Debian packages on this machine. */
export const mayInstall = async (): Promise<boolean> =>
  process.getuid?.() === 0 && (await runCommand("apt-get", ["--version"])).code === 0

/**
 * Installs Debian packages without asking anything. Resolves to undefined, else to apt's last words.
 * Waits for another installation that holds the locks, and tries a failed download again.
 */
export const aptInstall = async (
  packages: ReadonlyArray<string>,
  say: (line: string) => void,
): Promise<string | undefined> => {
  say(`installing ${packages.join(" ")} (apt-get) ...`)
  // A slim image lacks the folders that a Java package's scripts link into.
  await runCommand("mkdir", ["-p", "/usr/share/man/man1"])
  const failure = await attempt(["update"])
  if (failure !== undefined) return failure
  return attempt(["install", "-y", "--no-install-recommends", ...packages])
}

const attempt = async (args: ReadonlyArray<string>): Promise<string | undefined> => {
  const apt = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
  for (let count = 1; ; count++) {
    const { code, output } = await runCommand("env", [...apt, ...args])
    if (code === 0) return undefined
    if (count === attemptsMax || !mayPass(output)) return lastErrors(output)
    await sleep(waitMs)
  }
}

/** Whether what apt said is worth a second try: a busy lock or a failed download. */
export const mayPass = (output: string): boolean =>
  /Could not get lock|Unable to (?:lock|acquire)|Failed to fetch|Temporary failure/i.test(output)

const lastErrors = (output: string) => {
  const errors = output.split("\n").filter((line) => line.startsWith("E: "))
  return errors.slice(-2).join(" ") || output.trim().slice(-300)
}
