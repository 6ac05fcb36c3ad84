/** Writes the answers of the examples anew: api/answer-examples.json, which `npm run format` then sets. A test holds them to the app. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { recordedAnswers } from "../api/testing/answer-examples.ts"

const path = join(import.meta.dirname, "..", "api", "answer-examples.json")
writeFileSync(path, `${JSON.stringify(await recordedAnswers(), null, 1)}\n`)
