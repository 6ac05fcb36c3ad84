import { common } from "./english/common.ts"
import { filters } from "./english/filters.ts"
import { history } from "./english/history.ts"
import { ledger } from "./english/ledger.ts"
import { story } from "./english/story.ts"

export const english = { tag: "en-GB", common, filters, history, ledger, story }
