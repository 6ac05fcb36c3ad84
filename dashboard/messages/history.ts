import { wordsOf } from "../messages.ts"
import { history as en } from "./english/history.ts"
import { history as de } from "./german/history.ts"

export const historyWords = wordsOf({ en, de })
