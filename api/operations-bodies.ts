/** The bodies by which operations change something: the rule in force, and notes on days. */
import { Schema } from "effect"
import { ruleBodyFields } from "./insight-words.ts"

/** The whole rule; what is left out takes the program's own value. */
export const RuleBody = Schema.Struct(ruleBodyFields).annotate({ identifier: "RuleBody" })
export type RuleBody = typeof RuleBody.Type

const NOTE_LENGTH_MAX = 1_024
const CONTROL = /[^\P{Cc}\n\t]/u

export const NoteBody = Schema.Struct({
  text: Schema.String.check(
    Schema.makeFilter(
      (text) => text.trim() !== "" && text.length <= NOTE_LENGTH_MAX && !CONTROL.test(text),
    ),
  ).annotate({ message: `must be text of 1 to ${NOTE_LENGTH_MAX} characters` }),
}).annotate({ identifier: "NoteBody" })
