import { common } from "./english/common.ts"
import { ledger } from "./english/ledger.ts"
import { story } from "./english/story.ts"

export const english = { tag: "en-GB", common, ledger, story }
