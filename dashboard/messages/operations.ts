import { wordsOf } from "../messages.ts"
import { operations as en } from "./english/operations.ts"
import { operations as de } from "./german/operations.ts"

export const operationsWords = wordsOf({ en, de })
