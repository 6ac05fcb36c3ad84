import { wordsOf } from "../messages.ts"
import { commands as en } from "./english/commands.ts"
import { commands as de } from "./german/commands.ts"

export const commandWords = wordsOf({ en, de })
