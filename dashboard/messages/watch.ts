import { wordsOf } from "../messages.ts"
import { watch as en } from "./english/watch.ts"
import { watch as de } from "./german/watch.ts"

export const watchWords = wordsOf({ en, de })
