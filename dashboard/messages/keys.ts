import { wordsOf } from "../messages.ts"
import { keys as en } from "./english/keys.ts"
import { keys as de } from "./german/keys.ts"

export const keysWords = wordsOf({ en, de })
