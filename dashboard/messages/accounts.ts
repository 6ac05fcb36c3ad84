import { wordsOf } from "../messages.ts"
import { accounts as en } from "./english/accounts.ts"
import { accounts as de } from "./german/accounts.ts"

export const accountsWords = wordsOf({ en, de })
