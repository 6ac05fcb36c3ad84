import { wordsOf } from "../messages.ts"
import { firstEvent as en } from "./english/first-event.ts"
import { firstEvent as de } from "./german/first-event.ts"

export const firstEventWords = wordsOf({ en, de })
