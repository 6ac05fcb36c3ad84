import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { ADMIN_KEY_FILE, loadSecrets } from "./secrets.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "tidemark-keys-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true })),
)

const NONE = { adminKey: null, secret: null }

describe("loadSecrets", () => {
  it.effect("derives the same keys from the same secret, each for its purpose", () =>
    Effect.gen(function* () {
      const secret = Redacted.make("a secret of thirty-two characters")
      const first = yield* loadSecrets(yield* folder, { ...NONE, secret })
      const other = yield* loadSecrets(yield* folder, { ...NONE, secret })
      const keys = [first.sessionKey, first.cursorKey, first.tokenKey].map(Redacted.value)
      assert.deepStrictEqual(
        keys,
        [other.sessionKey, other.cursorKey, other.tokenKey].map(Redacted.value),
      )
      assert.strictEqual(new Set(keys.map(String)).size, 3)
      assert.notStrictEqual(Redacted.value(first.adminKey), Redacted.value(other.adminKey))
    }),
  )

  it.effect("makes keys that only their owner can read, once", () =>
    Effect.gen(function* () {
      const path = join(yield* folder, "data")
      const first = yield* loadSecrets(path, NONE)
      const again = yield* loadSecrets(path, NONE)
      assert.match(Redacted.value(first.adminKey), /^tm_admin_[\w-]{43}$/)
      assert.strictEqual(Redacted.value(again.adminKey), Redacted.value(first.adminKey))
      assert.deepStrictEqual(Redacted.value(again.sessionKey), Redacted.value(first.sessionKey))
      assert.notDeepEqual(Redacted.value(first.cursorKey), Redacted.value(first.sessionKey))
      for (const file of readdirSync(path))
        assert.strictEqual(statSync(join(path, file)).mode & 0o777, 0o600)
    }),
  )

  it.effect("takes a key from the environment and writes it nowhere", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const given = Redacted.make("tm_admin_given_by_hand")
      assert.strictEqual((yield* loadSecrets(path, { ...NONE, adminKey: given })).adminKey, given)
      for (const file of readdirSync(path))
        assert.notInclude(readFileSync(join(path, file), "utf8"), "given")
      assert.notInclude(readdirSync(path), ADMIN_KEY_FILE)
    }),
  )

  it.effect("takes back rights that others were given", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const file = join(path, ADMIN_KEY_FILE)
      writeFileSync(file, `tm_admin_${"x".repeat(43)}\n`, { mode: 0o644 })
      yield* loadSecrets(path, NONE)
      assert.strictEqual(statSync(file).mode & 0o777, 0o600)
    }),
  )

  it.effect("refuses a key file that was cut off, and keeps it", () =>
    Effect.gen(function* () {
      const path = yield* folder
      const file = join(path, ADMIN_KEY_FILE)
      writeFileSync(file, "tm_admin_half")
      const error = yield* Effect.flip(loadSecrets(path, NONE))
      assert.include(error.message, file)
      assert.notInclude(error.message, "half")
      assert.strictEqual(readFileSync(file, "utf8"), "tm_admin_half")
    }),
  )
})
