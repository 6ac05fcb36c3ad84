import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { inputHash } from "./input-hash.ts"

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidemark-inputs-"))
  mkdirSync(join(folder, "src", "deep"), { recursive: true })
  writeFileSync(join(folder, "src", "a.ts"), "one")
  writeFileSync(join(folder, "src", "deep", "b.css"), "two")
  writeFileSync(join(folder, "lock.json"), "{}")
})

afterEach(() => rmSync(folder, { recursive: true }))

const hash = () =>
  inputHash(folder, {
    patterns: ["src/**", "lock.json"],
    except: (path) => path.endsWith(".test.ts"),
  })

test("stays the same when nothing changed, whatever was touched", () => {
  const before = hash()
  writeFileSync(join(folder, "src", "a.ts"), "one")
  expect(hash()).toBe(before)
})

test("changes with a file's content, its name, a new file and a removed one", () => {
  const seen = new Set([hash()])
  writeFileSync(join(folder, "src", "a.ts"), "other")
  seen.add(hash())
  renameSync(join(folder, "src", "a.ts"), join(folder, "src", "c.ts"))
  seen.add(hash())
  writeFileSync(join(folder, "src", "deep", "d.ts"), "")
  seen.add(hash())
  rmSync(join(folder, "src", "deep", "b.css"))
  seen.add(hash())
  expect(seen.size).toBe(5)
})

test("does not look at what is no input", () => {
  const before = hash()
  writeFileSync(join(folder, "src", "a.test.ts"), "test")
  writeFileSync(join(folder, "other.json"), "{}")
  expect(hash()).toBe(before)
})

test("names a pattern that matches nothing", () => {
  rmSync(join(folder, "lock.json"))
  expect(hash).toThrow(/nothing matches lock\.json/)
})
