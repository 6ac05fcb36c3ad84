import { expect, it } from "vitest"
import type { AccountSummary } from "#api/contract.ts"
import { inOrder, nextOrder, type OrderedBy } from "./account-order.ts"

const account = (id: string, name: string, balance: string, used_30d: string) =>
  ({ account: id, name, balance, used_30d }) as AccountSummary
const accounts = [
  account("a", "Zeta", "9007199254740993.000001", "0"),
  account("b", "ärger", "9007199254740993.000002", "5"),
  account("c", "Beta", "-1", "5"),
]
const ids = (order: OrderedBy | undefined) => inOrder(accounts, order).map((one) => one.account)

it("orders by name, balance and use, exactly, equal ones as they were", () => {
  expect(ids(undefined)).toEqual(["a", "b", "c"])
  expect(ids({ by: "name", descending: false })).toEqual(["b", "c", "a"])
  expect(ids({ by: "balance", descending: true })).toEqual(["b", "a", "c"])
  expect(ids({ by: "balance", descending: false })).toEqual(["c", "a", "b"])
  expect(ids({ by: "used_30d", descending: true })).toEqual(["b", "c", "a"])
})

it("begins where people look first, turns round, and goes back to the list as it comes", () => {
  const first = nextOrder(undefined, "balance")
  expect(first).toEqual({ by: "balance", descending: true })
  const second = nextOrder(first, "balance")
  expect(second).toEqual({ by: "balance", descending: false })
  expect(nextOrder(second, "balance")).toBeUndefined()
  expect(nextOrder(second, "name")).toEqual({ by: "name", descending: false })
})
