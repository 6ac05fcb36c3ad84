/** The order of the list of accounts. */
import type { AccountSummary } from "#api/contract.ts"
import { parseDecimal } from "#warehouse/domain/decimal.ts"

export const accountOrders = ["name", "balance", "used_30d"] as const
export type AccountOrder = (typeof accountOrders)[number]

export interface OrderedBy {
  readonly by: AccountOrder
  readonly descending: boolean
}

/** Names from A, figures from the largest, then the other way round, then as the API lists them. */
export const nextOrder = (now: OrderedBy | undefined, by: AccountOrder): OrderedBy | undefined => {
  const first = { by, descending: by !== "name" }
  if (now?.by !== by) return first
  return now.descending === first.descending ? { by, descending: !first.descending } : undefined
}

/** Equal ones stay by their ids. */
export const inOrder = (
  accounts: ReadonlyArray<AccountSummary>,
  order: OrderedBy | undefined,
): ReadonlyArray<AccountSummary> => {
  if (order === undefined) return accounts
  const { by, descending } = order
  const turn = descending ? -1 : 1
  if (by === "name") return accounts.toSorted((a, b) => turn * a.name.localeCompare(b.name))
  const sizes = new Map(accounts.map((account) => [account, parseDecimal(account[by]) ?? 0n]))
  return accounts.toSorted((a, b) => {
    const difference = (sizes.get(a) ?? 0n) - (sizes.get(b) ?? 0n)
    return difference === 0n ? 0 : difference < 0n ? -turn : turn
  })
}
