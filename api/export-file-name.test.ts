import { assert, it } from "@effect/vitest"
import { exportFileName } from "./export-file-name.ts"

const named = {
  report: "usage",
  account: "studio-north",
  tz: "Europe/Berlin",
  interval: {
    from: Date.parse("2026-10-22T22:00:00Z"),
    to: Date.parse("2026-11-21T23:00:00Z"),
  },
}

it("names report, account, both days of the zone, and the zone", () => {
  assert.strictEqual(
    exportFileName(named),
    "usage_studio-north_2026-10-23_2026-11-21_Europe-Berlin",
  )
  assert.strictEqual(
    exportFileName({ ...named, account: null, interval: null, tz: "UTC" }),
    "usage_all-accounts_UTC",
  )
})

it("leaves nothing in a name that leads elsewhere or that a system refuses", () => {
  const name = (account: string) => exportFileName({ ...named, account, interval: null, tz: "UTC" })
  assert.strictEqual(name("../../etc/passwd"), "usage_--..-etc-passwd_UTC")
  assert.strictEqual(name('a:b*c?"<>|_\u0000\u202e'), "usage_a-b-c-_UTC")
  assert.strictEqual(name("träge 🌊"), "usage_träge 🌊_UTC")
})
