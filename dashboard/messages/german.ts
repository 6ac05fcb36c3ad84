/** German, complete: what is missing beside English does not compile. */
import type { Messages } from "../messages.ts"
import { ahead } from "./german/ahead.ts"
import { chart } from "./german/chart.ts"
import { common } from "./german/common.ts"
import { compare } from "./german/compare.ts"
import { filters } from "./german/filters.ts"
import { help } from "./german/help.ts"
import { history } from "./german/history.ts"
import { ledger } from "./german/ledger.ts"
import { live } from "./german/live.ts"
import { operations } from "./german/operations.ts"
import { problems } from "./german/problems.ts"
import { range } from "./german/range.ts"
import { settings } from "./german/settings.ts"
import { shell } from "./german/shell.ts"
import { story } from "./german/story.ts"
import { usage } from "./german/usage.ts"

export const german: Messages = {
  tag: "de-DE",
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
