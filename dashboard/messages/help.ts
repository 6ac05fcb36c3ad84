import { wordsOf } from "../messages.ts"
import { help as en } from "./english/help.ts"
import { help as de } from "./german/help.ts"

export const helpWords = wordsOf({ en, de })
