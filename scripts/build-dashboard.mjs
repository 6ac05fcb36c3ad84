// Builds the dashboard into dist/ when its sources changed. Runs on Node 24, after set-up.
import { buildDashboard } from "./dashboard-build.ts"

const say = (line) => console.error(`build: ${line}`)

try {
  buildDashboard(say)
} catch (error) {
  say(error.message)
  process.exitCode = 1
}
