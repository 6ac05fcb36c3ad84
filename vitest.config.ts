import { availableParallelism } from "node:os"
import solid from "vite-plugin-solid"
import { defineConfig } from "vitest/config"

const sources = ["ingest", "warehouse", "api", "scripts", "bench", "dashboard"]
const within = (pattern: string) => sources.map((folder) => `${folder}/**/${pattern}`)

/**
 * What a test needs decides its name, and its name decides the project: `x.test.ts` needs nothing,
 * `x.test.tsx` a DOM, `x.engine.test.ts` the embedded engine (one data path a process, so one
 * process a file), `x.kafka.test.ts` a real broker, `x.browser.test.ts` Chromium and a build.
 */
export default defineConfig({
  test: {
    pool: "forks",
    // Two cores are idle for a third of the time while two files run: they wait for brokers, kills and sessions.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Against tests that hang; a busy machine may take its time.
    testTimeout: 20_000,
    projects: [
      {
        test: {
          name: "unit",
          include: ["*.test.ts", ...within("*.test.ts")],
          exclude: within("*.{engine,kafka,browser}.test.ts"),
          // They have no state beside their own: a process a file cost as much as the tests themselves.
          isolate: false,
        },
      },
      {
        plugins: [solid()],
        test: { name: "dom", environment: "jsdom", include: ["dashboard/**/*.test.tsx"] },
      },
      {
        test: {
          name: "engine",
          include: within("*.engine.test.ts"),
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "kafka",
          include: within("*.kafka.test.ts"),
          globalSetup: "ingest/testing/broker.ts",
          // kafkajs sets timers in the past.
          execArgv: ["--disable-warning=TimeoutNegativeWarning"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: within("*.browser.test.ts"),
          globalSetup: "dashboard/e2e/server.ts",
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
