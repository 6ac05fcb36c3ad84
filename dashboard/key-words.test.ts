import { expect, it } from "vitest"
import type { ApiKey } from "#api/contract.ts"
import { actorName, daysFrom, detailsText, keysSentence, keyTimes } from "./key-words.ts"

const key = (change: Partial<ApiKey> = {}): ApiKey => ({
  ...{ id: "k1", name: "reports", starts_with: "tm_k1", scopes: ["read"], accounts: null },
  ...{ state: "active", created_at: "2026-11-01T00:00:00.000Z", expires_at: null },
  revoked_at: null,
  last_used_at: null,
  ...change,
})
const now = Date.parse("2026-11-21T12:00:00Z")

it("counts the keys that open something, and those that end soon", () => {
  const soon = key({ expires_at: "2026-12-01T00:00:00.000Z" })
  const later = key({ expires_at: "2027-12-01T00:00:00.000Z" })
  const gone = key({ state: "revoked" })
  const said = (keys: ReadonlyArray<ApiKey>, next: string | null = null) =>
    keysSentence({ keys, next }, now)
  expect(said([gone])).toBe("⟦No key⟧ opens this instance but the administrator's.")
  expect(said([later])).toBe("⟦1 key⟧ opens this instance.")
  expect(said([soon, later, gone])).toBe("⟦2 keys⟧ open this instance; one ends within 30 days.")
  expect(said([later, later], "next")).toBe("⟦More than 2 keys⟧ open this instance.")
})

it("names who did what, without an id where there is a name", () => {
  expect(["admin", "key:k1", "key:k2"].map((actor) => actorName(actor, [key()]))).toEqual([
    ...["administrator", "reports", "key:k2"],
  ])
  expect(detailsText({ name: "reports", scopes: ["read", "ingest"], accounts: null })).toBe(
    "name: reports, scopes: read ingest",
  )
})

it("ends a key so many days from now, as RFC 3339", () => {
  expect(daysFrom(now, 30)).toBe("2026-12-21T12:00:00.000Z")
})

it("says how long a key opens, or until when it did", () => {
  const ends = { expires_at: "2026-12-20T14:05:00.000Z" }
  const ended = { expires_at: "2026-11-10T14:05:00.000Z", state: "expired" } as const
  const revoked = { revoked_at: "2026-11-12T08:00:00.000Z", state: "revoked" } as const
  const endOf = (change: Partial<ApiKey>) => keyTimes(key(change)).split(" · ")[1]
  expect([{}, ends, ended, { ...ends, ...revoked }].map(endOf)).toMatchInlineSnapshot(`
    [
      "never ends",
      "ends 20 Dec, 14:05",
      "ended 10 Nov, 14:05",
      "revoked 12 Nov, 08:00",
    ]
  `)
})
