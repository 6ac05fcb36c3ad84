import { assert, it } from "@effect/vitest"
import { classify, QUERY_SECONDS_MAX } from "./clickhouse.ts"

const exception = (code: string) => Object.assign(new Error("said no"), { code })

it.each([
  { code: "62", tag: "StatementRejected" },
  { code: "60", tag: "StatementRejected" },
  { code: "516", tag: "StatementRejected" },
  { code: "159", tag: "WarehouseUnavailable" },
  { code: "241", tag: "WarehouseUnavailable" },
  { code: "242", tag: "WarehouseUnavailable" },
  { code: "252", tag: "WarehouseUnavailable" },
  { code: "999", tag: "WarehouseUnavailable" },
  { code: "ECONNREFUSED", tag: "WarehouseUnavailable" },
])("takes an exception $code for $tag", ({ code, tag }) => {
  assert.strictEqual(classify("query")(exception(code))._tag, tag)
})

it("takes the end of a query's time for its limit", () => {
  const error = classify("query")(exception("159"))
  assert.deepInclude(error, { limit: { kind: "time", secondsMax: QUERY_SECONDS_MAX } })
  assert.notProperty(classify("insert")(exception("159")), "limit")
})

it("takes anything without a code for an outage, and keeps it as the cause", () => {
  const error = classify("insert")(new Error("socket hang up"))
  assert.strictEqual(error._tag, "WarehouseUnavailable")
  assert.strictEqual(error.message, "the warehouse did not answer the insert")
  assert.strictEqual(error.reason, "socket hang up")
})

it("has a reason also where a name stands for several addresses, none of which answers", () => {
  const cause = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" })
  assert.strictEqual(classify("query")(cause).reason, "ECONNREFUSED")
})
