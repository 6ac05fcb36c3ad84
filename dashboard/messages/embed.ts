import { wordsOf } from "../messages.ts"
import { embed as en } from "./english/embed.ts"
import { embed as de } from "./german/embed.ts"

export const embedWords = wordsOf({ en, de })
