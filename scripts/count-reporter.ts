import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Reporter, TestModule, Vitest } from "vitest/node"
import type { RunResult } from "./test-count.ts"

const cache = fileURLToPath(new URL("../.cache", import.meta.url))

/** Where a run leaves its RunResult, for the process that started it. */
export const resultFile = join(cache, "test-result.json")

/** Writes down what a run came to. Vitest wants a reporter as a default export. */
export default class CountReporter implements Reporter {
  #projects: ReadonlyArray<string> = []

  onInit(vitest: Vitest) {
    this.#projects = vitest.projects.map((project) => project.name)
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<unknown>) {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    const ran = new Set<string>()
    let broken = 0
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      for (const test of tests) counts[test.result().state] += 1
      if (tests.length > 0) ran.add(module.project.name)
      const suites = [...module.children.allSuites()]
      broken += [module, ...suites].filter((suite) => suite.errors().length > 0).length
    }
    const result: RunResult = {
      passed: counts.passed,
      failed: counts.failed,
      skipped: counts.skipped + counts.pending,
      errors: broken + unhandled.length,
      emptyProjects: this.#projects.filter((project) => !ran.has(project)),
    }
    mkdirSync(cache, { recursive: true })
    writeFileSync(resultFile, JSON.stringify(result))
  }
}
