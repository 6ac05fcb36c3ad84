import { wordsOf } from "../messages.ts"
import { exports as en } from "./english/exports.ts"
import { exports as de } from "./german/exports.ts"

export const exportsWords = wordsOf({ en, de })
