import { wordsOf } from "../messages.ts"
import { ahead as en } from "./english/ahead.ts"
import { ahead as de } from "./german/ahead.ts"

export const aheadWords = wordsOf({ en, de })
