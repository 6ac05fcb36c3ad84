/** An import's report, for people and for programs. */
import type { ImportProblem, ImportReport } from "./import-report.ts"

const grouped = (count: number) => count.toLocaleString("en-US")

export const reportText = (path: string, report: ImportReport): string => {
  const { credits } = report
  const counts: ReadonlyArray<readonly [label: string, count: number]> = [
    ["accepted", report.accepted],
    ["duplicate", report.duplicate],
    ["conflict", report.conflict],
    ["rejected", report.rejected],
    ...(report.queued > 0 ? [["queued", report.queued] as const] : []),
    ...Object.entries(report.skipped).map(
      ([reason, count]) => [`skipped: ${reason}`, count] as const,
    ),
  ]
  const added = Object.entries(credits.accepted).filter(([, sum]) => sum !== "0")
  const problemCount = report.conflict + report.rejected
  return [
    `${grouped(report.rows)} rows of ${path}`,
    ...counts.map(([label, count]) => `${grouped(count).padStart(12)}  ${label}`),
    `credits added: ${added.map(([type, sum]) => `${type} ${sum}`).join(", ") || "none"}`,
    `credits read: ${credits.exact}, sent: ${credits.sent}, rounding difference: ${credits.roundingDifference}`,
    ...(problemCount > 0
      ? [`not counted, the first ${report.problems.length} of ${grouped(problemCount)}:`]
      : []),
    ...report.problems.map((problem) => `  line ${problem.line}: ${reasonOf(problem)}`),
  ].join("\n")
}

const reasonOf = ({ fate, id, errors = [], differs = [] }: ImportProblem): string =>
  fate === "conflict"
    ? `conflict: "${id ?? ""}" is stored with other content (${differs.map(({ field }) => field).join(", ")})`
    : errors.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join("; ")

export const reportJson = ({ credits, ...counts }: ImportReport): string => {
  const { roundingDifference, ...sums } = credits
  return JSON.stringify({
    ...counts,
    credits: { ...sums, rounding_difference: roundingDifference },
  })
}
