import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { intakeInMemory } from "../testing/memory-warehouse.ts"
import { importFile } from "./import-file.ts"
import { parseMapping } from "./mapping.ts"
import { reportText } from "./report-text.ts"

const document = readFileSync(join(import.meta.dirname, "../../docs/import.md"), "utf8")
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``).exec(document)?.[1] ?? ""

describe("docs/import.md", () => {
  it.effect("shows a mapping that works, with the report that it gives", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2026, 0, 1))
      const mapping = yield* parseMapping(block("json"))
      const path = join(import.meta.dirname, "../samples/data/focus-1.0-sample.csv")
      const report = yield* importFile({ path, mapping })
      assert.strictEqual(reportText("focus-1.0-sample.csv", report), block("text"))
    }).pipe(Effect.provide(intakeInMemory)),
  )
})
