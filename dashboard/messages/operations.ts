import { wordsOf } from "../messages.ts"
import { operations as en } from "./english/operations.ts"
import { watch as watchEn } from "./english/watch.ts"
import { operations as de } from "./german/operations.ts"
import { watch as watchDe } from "./german/watch.ts"

export const operationsWords = wordsOf({ en: { ...en, ...watchEn }, de: { ...de, ...watchDe } })
