/** Whether another process holds a folder of the engine, asked before the engine complains by itself. */
import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"

/** The engine keeps a lock on this file of its folder for as long as it is open. */
const LOCKED_FILE = "status"

/** False also where the system does not tell: the engine's own lock has the last word. */
export const isFolderHeld = (path: string): boolean => {
  try {
    const { dev, ino } = statSync(join(path, LOCKED_FILE))
    // 1: FLOCK  ADVISORY  WRITE 4242 fe:01:1311768 0 EOF
    const file = ` ${deviceOf(dev)}:${ino} `
    return readFileSync("/proc/locks", "utf8")
      .split("\n")
      .some((line) => line.includes(" FLOCK ") && line.includes(file))
  } catch {
    return false
  }
}

/** `major:minor` in hexadecimal, from Linux's packed device number. */
const deviceOf = (dev: number) => {
  const hex = (n: number) => n.toString(16).padStart(2, "0")
  return `${hex((dev >>> 8) & 0xfff)}:${hex((dev & 0xff) | ((dev >>> 12) & 0xfff00))}`
}
