import { wordsOf } from "../messages.ts"
import { settings as en } from "./english/settings.ts"
import { settings as de } from "./german/settings.ts"

export const settingsWords = wordsOf({ en, de })
