/** A forecast for people. */
import { Schema } from "effect"
import type { ForecastCommand } from "./command-line.ts"
import { plain } from "./plain-text.ts"

const Band = Schema.Struct({ low: Schema.String, expected: Schema.String, high: Schema.String })
type Band = typeof Band.Type
const Day = Schema.NullOr(Schema.String)

/** What the API answers, as far as the command line needs it. */
export const Forecast = Schema.Struct({
  status: Schema.String,
  detail: Schema.String,
  balance: Schema.String,
  run_out: Schema.NullOr(
    Schema.Struct({ earliest: Day, expected: Day, latest: Day, within_days: Schema.Int }),
  ),
  period: Schema.Struct({
    last_day: Schema.String,
    rest: Schema.NullOr(Band),
    total: Schema.NullOr(Band),
  }),
  estimate: Schema.NullOr(
    Schema.Struct({
      quantity: Schema.String,
      operation: Schema.String,
      unit: Schema.NullOr(Schema.String),
      entries: Schema.Int,
      credits: Band,
      covered: Schema.String,
    }),
  ),
})
export type Forecast = typeof Forecast.Type

const bandText = ({ low, expected, high }: Band) => `${expected} credits (${low} to ${high})`

const COVERED: Readonly<Record<string, string>> = {
  yes: "the balance covers it",
  maybe: "the balance may not cover it",
  no: "the balance does not cover it",
}

export const forecastText = (
  command: Extract<ForecastCommand, { name: "forecast" }>,
  { status, detail, balance, run_out, period, estimate }: Forecast,
): string => {
  const lines = [`${plain(command.account)}: ${balance} credits`]
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
  if (estimate !== null) {
    const what = `${estimate.quantity} ${plain(estimate.unit ?? "×")} ${plain(estimate.operation)}`
    const covered = COVERED[estimate.covered] ?? estimate.covered
    lines.push(
      `${what}: ${bandText(estimate.credits)}, from ${estimate.entries} entries; ${covered}`,
    )
  } else if (command.words.operation !== undefined)
    lines.push(
      `${plain(command.words.operation)}: never done before, so nothing tells what it costs`,
    )
  return lines.join("\n")
}
