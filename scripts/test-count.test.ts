import { expect, test } from "vitest"
import { countLine, judge, type RunResult } from "./test-count.ts"

const green: RunResult = { passed: 12, failed: 0, skipped: 0, errors: 0, emptyProjects: [] }

const line = (
  result: Partial<RunResult> | undefined,
  rest: { runnerStatus?: number; failures?: ReadonlyArray<string> } = {},
) =>
  countLine(
    judge({
      result: result && { ...green, ...result },
      runnerStatus: rest.runnerStatus ?? 0,
      failures: rest.failures ?? [],
    }),
  )

test("is the runner's count when all is well", () => {
  expect(line({})).toBe("12 passed, 0 failed")
  expect(judge({ result: green, runnerStatus: 0, failures: [] }).remarks).toEqual([])
})

test.each([
  [{ failed: 2 }, "12 passed, 2 failed"],
  [{ skipped: 3 }, "12 passed, 3 failed"],
  [{ errors: 1 }, "12 passed, 1 failed"],
  [{ emptyProjects: ["kafka", "browser"] }, "12 passed, 2 failed"],
  [{ failed: 1, skipped: 1, errors: 1, emptyProjects: ["dom"] }, "12 passed, 4 failed"],
])("counts %j as failures", (result, expected) => {
  expect(line(result, { runnerStatus: 1 })).toBe(expected)
})

test("a failed check is a failure beside the tests that passed", () => {
  expect(line({}, { failures: ["types (tsc) failed"] })).toBe("12 passed, 1 failed")
})

test("a runner that fails without a failed test, or ends without a result, has failed", () => {
  expect(line({}, { runnerStatus: 1 })).toBe("12 passed, 1 failed")
  expect(line(undefined, { runnerStatus: 137 })).toBe("0 passed, 1 failed")
})

test("says why, where the runner does not", () => {
  const result = { ...green, skipped: 1, emptyProjects: ["kafka"] }
  expect(judge({ result, runnerStatus: 0, failures: ["types (tsc) failed"] }).remarks).toEqual([
    "types (tsc) failed",
    "1 skipped, which counts as failed",
    "no test of the project kafka ran",
  ])
})
