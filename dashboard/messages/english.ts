import { ahead } from "./english/ahead.ts"
import { common } from "./english/common.ts"
import { compare } from "./english/compare.ts"
import { filters } from "./english/filters.ts"
import { help } from "./english/help.ts"
import { history } from "./english/history.ts"
import { ledger } from "./english/ledger.ts"
import { live } from "./english/live.ts"
import { problems } from "./english/problems.ts"
import { settings } from "./english/settings.ts"
import { story } from "./english/story.ts"
import { usage } from "./english/usage.ts"

export const english = {
  tag: "en-GB",
  ahead,
  common,
  compare,
  filters,
  help,
  history,
  ledger,
  live,
  problems,
  settings,
  story,
  usage,
}
