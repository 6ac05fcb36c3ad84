import { chart } from "./english/chart.ts"
import { common } from "./english/common.ts"
import { compare } from "./english/compare.ts"
import { filters } from "./english/filters.ts"
import { ledger } from "./english/ledger.ts"
import { live } from "./english/live.ts"
import { problems } from "./english/problems.ts"
import { range } from "./english/range.ts"
import { shell } from "./english/shell.ts"
import { usage } from "./english/usage.ts"

export const english = {
  tag: "en-GB",
  chart,
  common,
  compare,
  filters,
  ledger,
  live,
  problems,
  range,
  shell,
  usage,
}
