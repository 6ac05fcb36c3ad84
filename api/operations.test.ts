import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import type { App } from "./app.ts"
import type { Problem } from "./contract.ts"
import type { HighUsageDays, HighUsagePreview } from "./insight-contract.ts"
import type {
  DayNoteAnswer,
  DayNotes,
  Pipeline,
  RuleInForce,
  WeekHours,
} from "./operations-contract.ts"
import { type Asked, asAdmin, fakeApp } from "./testing/fake-services.ts"
import type { SavedViewAnswer, SavedViews } from "./view-contract.ts"

let app: App
let asked: Asked
let dispose: () => Promise<void>
beforeAll(async () => {
  const made = await fakeApp()
  app = made.app
  asked = made.asked
  dispose = () => made.runtime.dispose()
})
afterAll(() => dispose())

const send = async <A>(method: string, path: string, body?: object) => {
  const response = await app.request(path, {
    method,
    headers: { ...asAdmin, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as A }
}
const get = <A>(path: string) => send<A>("GET", path)

describe("the rule in force over HTTP", () => {
  it("is the program's own until somebody sets one, which then judges every question", async () => {
    const before = await get<RuleInForce>("/v1/high-usage-rule")
    assert.isNull(before.body.set)
    assert.deepStrictEqual(before.body.rule, before.body.default)

    // The 5th of March has 900 credits where 100 are usual.
    const days = "/v1/high-usage-days?range=7d"
    assert.strictEqual((await get<HighUsageDays>(days)).body.count, 1)
    const put = await send<RuleInForce>("PUT", "/v1/high-usage-rule", { ratio: "9.5", weeks: 6 })
    assert.strictEqual(put.status, 200)
    assert.deepInclude(put.body.rule, { ratio: "9.5", weeks: 6, deviations: "3", floor: "100" })
    assert.strictEqual(put.body.set?.by, "admin")

    const after = await get<HighUsageDays>(days)
    assert.strictEqual(after.body.count, 0)
    assert.strictEqual(after.body.rule.ratio, "9.5")
    assert.strictEqual((await get<HighUsageDays>(`${days}&ratio=2`)).body.count, 1)
    const preview = await get<HighUsagePreview>("/v1/high-usage-days/preview?ratio=2")
    assert.deepStrictEqual(preview.body.added, ["2026-03-05"])
    assert.deepInclude(preview.body.in_force, { count: 0 })
    assert.lengthOf(preview.body.series, preview.body.days)
    assert.strictEqual(preview.body.rule.weeks, 6)

    await send("PUT", "/v1/high-usage-rule", {})
    assert.strictEqual((await get<HighUsageDays>(days)).body.count, 1)
  })

  it("is refused with the name of every bad field", async () => {
    const bad = { deviations: "21", ratio: 2, floor: "-1", weeks: 1, samples: 2.5, mad: 3 }
    const { status, body } = await send<Problem>("PUT", "/v1/high-usage-rule", bad)
    assert.strictEqual(status, 400)
    assert.sameMembers(body.errors?.map(({ pointer }) => pointer) ?? [], [
      "/deviations",
      "/ratio",
      "/floor",
      "/weeks",
      "/samples",
      "/mad",
    ])
    assert.notInclude(
      asked.acts.map(({ details }) => details.ratio),
      2,
    )
  })
})

describe("notes over HTTP", () => {
  it("are pinned to a day, over all or of one account, replaced and taken off", async () => {
    const march = "/v1/notes?from=2026-03-01&to=2026-03-31"
    const text = "Scene 12 was rendered\n14 times."
    const put = await send<DayNoteAnswer>("PUT", "/v1/notes/2026-03-05", { text })
    assert.deepInclude(put.body, { account: null, day: "2026-03-05", text, by: "admin" })
    await send("PUT", "/v1/notes/2026-03-05?account=studio-north", { text: "Their own." })
    await send("PUT", "/v1/notes/2026-03-05?account=studio-north", { text: "Their very own." })
    const { body } = await get<DayNotes>(`${march}&account=studio-north`)
    assert.deepStrictEqual(
      body.notes.map(({ account, text }) => [account, text]),
      [["studio-north", "Their very own."]],
    )
    assert.strictEqual((await get<DayNotes>(march)).body.count, 3)
    const removed = await send("DELETE", "/v1/notes/2026-03-05?account=studio-north")
    assert.strictEqual(removed.status, 204)
    assert.strictEqual((await get<DayNotes>(march)).body.count, 2)
    assert.deepInclude(asked.acts.at(-1), { act: "note.delete", target: "studio-north 2026-03-05" })
  })

  it.each([
    ["/v1/notes/2026-02-30", { text: "no such day" }, 400, "/day"],
    ["/v1/notes/2026-03-05", { text: " \n" }, 400, "/text"],
    ["/v1/notes/2026-03-05", { text: "x".repeat(1_025) }, 400, "/text"],
    ["/v1/notes/2026-03-05?account=ghost", { text: "nobody" }, 404, undefined],
  ])("of %s with %j are refused by field", async (path, note, status, pointer) => {
    const answer = await send<Problem>("PUT", path, note)
    assert.strictEqual(answer.status, status)
    assert.strictEqual(answer.body.errors?.[0]?.pointer, pointer)
  })
})

describe("views over HTTP", () => {
  it("are kept under a name, renamed, shared and removed, each on record", async () => {
    const kept = { name: " Mine ", address: "/explore?accounts=all&by=operation" }
    const put = await send<SavedViewAnswer>("PUT", "/v1/views/mine", kept)
    assert.deepInclude(put.body, { ...kept, name: "Mine", shared: false, own: true })
    await send("PUT", "/v1/views/mine", { ...kept, name: "Ours", shared: true })
    const { body } = await get<SavedViews>("/v1/views")
    assert.deepStrictEqual(
      body.views.map(({ id, name, own, shared }) => [id, name, own, shared]),
      [
        ["mine", "Ours", true, true],
        ["weekly", "Weekly", false, true],
      ],
    )
    assert.strictEqual((await send("DELETE", "/v1/views/mine")).status, 204)
    // An administrator clears away what others share.
    assert.strictEqual((await send("DELETE", "/v1/views/weekly?owner=key:k1")).status, 204)
    assert.strictEqual((await get<SavedViews>("/v1/views")).body.count, 0)
    assert.deepInclude(asked.acts.at(-1), { act: "view.delete", details: { owner: "key:k1" } })
  })

  it.each([
    ["mine", { name: " ", address: "/explore" }, "/name"],
    ["mine", { name: "Elsewhere", address: "//other.example/explore" }, "/address"],
    ["mine", { name: "Elsewhere", address: "https://other.example/" }, "/address"],
    ["mine", { name: "Too long", address: `/explore?f=${"x".repeat(8_192)}` }, "/address"],
    ["m%20e", { name: "Mine", address: "/explore" }, "/id"],
  ])("of id %s with %j are refused by field", async (id, view, pointer) => {
    const answer = await send<Problem>("PUT", `/v1/views/${id}`, view)
    assert.strictEqual(answer.status, 400)
    assert.strictEqual(answer.body.errors?.[0]?.pointer, pointer)
  })

  it("are shared by who reads all accounts, removed by who keeps them, and at most a hundred", async () => {
    const scopes = { scopes: ["read"], accounts: ["studio-north"] }
    const made = await send<{ key: string }>("POST", "/v1/keys", { name: "one", ...scopes })
    const asKey = { authorization: `Bearer ${made.body.key}`, "content-type": "application/json" }
    const as = async (method: string, id: string, body?: object) => {
      const init = { method, headers: asKey, ...(body && { body: JSON.stringify(body) }) }
      const { status } = await app.request(`/v1/views/${id}`, init)
      return status
    }
    const view = { name: "Mine", address: "/explore" }
    assert.strictEqual(await as("PUT", "v0", { ...view, shared: true }), 400)
    for (let i = 0; i < 100; i++) assert.strictEqual(await as("PUT", `v${i}`, view), 200)
    assert.strictEqual(await as("PUT", "v100", view), 400)
    assert.strictEqual(await as("PUT", "v99", view), 200)
    assert.strictEqual(await as("DELETE", "weekly?owner=key:k1"), 403)
    const own = await (await app.request("/v1/views", { headers: asKey })).json()
    assert.deepStrictEqual([own.count, own.own_max], [100, 100])
    assert.strictEqual((await get<SavedViews>("/v1/views")).body.count, 0)
  })
})

describe("the hours of the week over HTTP", () => {
  it("are all 168, which add up to the total, in the zone asked for", async () => {
    const { body } = await get<WeekHours>("/v1/week-hours?range=7d&tz=Asia/Kathmandu")
    assert.lengthOf(body.hours, 168)
    const used = body.hours.filter(({ spend }) => spend !== "0")
    // Friday's first hour holds what the double has in its first bucket.
    assert.deepStrictEqual(used, [
      { weekday: 6, hour: 0, spend: "9", count: 7, highest: { day: body.first_day, spend: "9" } },
    ])
    assert.deepStrictEqual(body.total, { spend: "9", count: 7 })
    assert.strictEqual(body.meta.tz, "Asia/Kathmandu")
  })

  it("are those of at most 92 days", async () => {
    const path = "/v1/accounts/studio-north/week-hours?range=12m"
    const { status, body } = await get<Problem>(path)
    assert.strictEqual(status, 400)
    assert.deepInclude(body.errors?.[0], { pointer: "/range", code: "too_many_days" })
  })
})

describe("the pipeline over HTTP", () => {
  it("tells fates that add up to what arrived, and the lag of each partition", async () => {
    const { body } = await get<Pipeline>("/v1/pipeline?range=30d")
    const { accepted, duplicate, conflict, rejected, unreadable } = body.fates
    assert.strictEqual(accepted + duplicate + conflict + rejected + unreadable, body.arrived)
    assert.strictEqual(body.arrived, 710)
    assert.deepStrictEqual(
      body.partitions.map(({ partition, lag }) => [partition, lag.messages]),
      [
        [0, 0],
        [1, 3],
      ],
    )
    assert.strictEqual(body.counted_since, "2026-03-01T12:00:00.000Z")
  })
})
