/** What a test run came to, as the reporter saw it. */
export interface RunResult {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Test files that could not be loaded, and errors that belong to no test. */
  readonly errors: number
  /** Projects of the configuration of which not one test ran. */
  readonly emptyProjects: ReadonlyArray<string>
}

export interface Verdict {
  readonly passed: number
  readonly failed: number
  /** One sentence for each reason to fail that the test runner itself does not print. */
  readonly remarks: ReadonlyArray<string>
}

/**
 * Counts a whole run. Only tests can pass; everything that should have held and did not counts as a
 * failure: a test, a skipped test, a part that could not run, a check such as the types. `result` is
 * undefined when the runner ended without one.
 */
export const judge = (run: {
  readonly result: RunResult | undefined
  readonly runnerStatus: number
  /** Checks outside the runner that failed, each as a sentence. */
  readonly failures: ReadonlyArray<string>
}): Verdict => {
  const remarks = [...run.failures]
  let failed = run.failures.length
  if (run.result === undefined) {
    remarks.push("the test runner ended without a result")
    return { passed: 0, failed: failed + 1, remarks }
  }
  const { passed, skipped, errors, emptyProjects } = run.result
  if (skipped > 0) remarks.push(`${skipped} skipped, which counts as failed`)
  for (const project of emptyProjects) remarks.push(`no test of the project ${project} ran`)
  const ran = run.result.failed + skipped + errors + emptyProjects.length
  if (ran === 0 && run.runnerStatus !== 0) {
    remarks.push(`the test runner failed with status ${run.runnerStatus}`)
    failed += 1
  }
  return { passed, failed: failed + ran, remarks }
}

export const countLine = ({ passed, failed }: Verdict): string =>
  `${passed} passed, ${failed} failed`
