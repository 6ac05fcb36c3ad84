import { runCommand } from "./run-command.ts"

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

/** The path of a Chromium that answers: the given one if any, else the first found on PATH. */
export const findChromium = async (given?: string): Promise<string | undefined> => {
  for (const name of given ? [given] : names) {
    const { code, output } = await runCommand("sh", ["-c", 'command -v "$0"', name])
    const path = output.trim()
    // Ubuntu has a chromium-browser that only tells to install a snap.
    if (code === 0 && (await runCommand(path, ["--version"])).code === 0) return path
  }
  return undefined
}
