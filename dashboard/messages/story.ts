import { wordsOf } from "../messages.ts"
import { story as en } from "./english/story.ts"
import { story as de } from "./german/story.ts"

export const storyWords = wordsOf({ en, de })
