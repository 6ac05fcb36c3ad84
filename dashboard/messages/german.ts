/** German, complete: what is missing beside English does not compile. */
import type { Messages, Speech } from "../messages.ts"
import { chart } from "./german/chart.ts"
import { common } from "./german/common.ts"
import { compare } from "./german/compare.ts"
import { filters } from "./german/filters.ts"
import { ledger } from "./german/ledger.ts"
import { live } from "./german/live.ts"
import { problems } from "./german/problems.ts"
import { range } from "./german/range.ts"
import { shell } from "./german/shell.ts"
import { usage } from "./german/usage.ts"

export const german: Messages = {
  tag: "de-DE",
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

export const germanSpeech: Speech = { messages: german, pick: (words) => words.de }
