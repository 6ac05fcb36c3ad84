import { ahead } from "./english/ahead.ts"
import { chart } from "./english/chart.ts"
import { common } from "./english/common.ts"
import { compare } from "./english/compare.ts"
import { filters } from "./english/filters.ts"
import { help } from "./english/help.ts"
import { history } from "./english/history.ts"
import { ledger } from "./english/ledger.ts"
import { live } from "./english/live.ts"
import { operations } from "./english/operations.ts"
import { problems } from "./english/problems.ts"
import { range } from "./english/range.ts"
import { settings } from "./english/settings.ts"
import { shell } from "./english/shell.ts"
import { story } from "./english/story.ts"
import { usage } from "./english/usage.ts"

export const english = {
  tag: "en-GB",
  ahead,
  chart,
  common,
  compare,
  filters,
  help,
  history,
  ledger,
  operations,
  live,
  problems,
  range,
  settings,
  shell,
  story,
  usage,
}
