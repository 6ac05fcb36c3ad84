/** A forecast for people. */
import type { Estimate, Forecast } from "../forecast-contract.ts"
import { plain } from "./plain-text.ts"

interface Band {
  readonly low: string
  readonly expected: string
  readonly high: string
}

const bandText = ({ low, expected, high }: Band) => `${expected} credits (${low} to ${high})`

const COVERED = {
  yes: "the balance covers it",
  maybe: "the balance may not cover it",
  no: "the balance does not cover it",
} as const

export const forecastText = (
  account: string,
  { status, detail, balance, run_out, period }: Forecast,
): string => {
  const lines = [`${plain(account)}: ${balance} credits`]
  if (run_out === null || status !== "ok") lines.push(detail)
  else {
    const later = `not within ${run_out.within_days} days`
    const { earliest, expected, latest } = run_out
    lines.push(`used up on ${expected ?? later} (${earliest ?? later} to ${latest ?? later})`)
  }
  if (period.rest !== null && period.total !== null) {
    lines.push(`to be used until ${period.last_day}: ${bandText(period.rest)}`)
    lines.push(`in the whole period: ${bandText(period.total)}`)
  }
  return lines.join("\n")
}

export const estimateText = (estimate: typeof Estimate.Type): string => {
  const { quantity, unit, operation, credits, entries, covered } = estimate
  const what = `${quantity} ${plain(unit ?? "×")} ${plain(operation)}`
  return `${what}: ${bandText(credits)}, from ${entries} entries; ${COVERED[covered]}`
}
