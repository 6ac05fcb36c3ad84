import { wordsOf } from "../messages.ts"
import { explore as en } from "./english/explore.ts"
import { explore as de } from "./german/explore.ts"

export const exploreWords = wordsOf({ en, de })
