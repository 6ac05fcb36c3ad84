/** Senders that may send for some accounts only. */
import { refuse } from "#warehouse/domain/usage-event-refusals.ts"
import type { EventRows } from "#warehouse/event-rows.ts"
import { addRaw } from "./event-decoder.ts"
import type { RawEvent } from "./raw-event.ts"
import type { Undecodable } from "./undecodable.ts"

const NOT_ALLOWED = { pointer: "/account", ...refuse("account_not_allowed") }

/** As `addRaw`, for these accounts: an event of another one is refused, and not added. */
export const addFor =
  (only: ReadonlySet<string>) =>
  (rows: EventRows, raw: RawEvent): Undecodable | undefined => {
    const why = addRaw(rows, raw)
    if (why !== undefined) return why
    const [account, id] = rows.idOf(rows.count - 1)
    if (only.has(account)) return undefined
    rows.dropLast()
    return { reason: "rejected", account, id, errors: [NOT_ALLOWED] }
  }

/**
 * For the record: what somebody sent for an account that is not theirs is nothing that its holder should
 * find among their own.
 */
export const unclaimed = (why: Undecodable, only: ReadonlyArray<string> | null): Undecodable =>
  only === null || why.account === null || only.includes(why.account)
    ? why
    : { ...why, account: null, id: null }
