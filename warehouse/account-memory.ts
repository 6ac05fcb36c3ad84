/**
 * Accounts as they were last read, for a process that alone can change them. An account never goes away
 * again, so one that was found needs no second look until it is changed here. One that was not found is
 * looked for every time: the next event may name it.
 */
import { Effect } from "effect"
import type { Account } from "./domain/account.ts"

/** `countMax`: zero where others may change accounts too. The ones read longest ago are forgotten. */
export const rememberedAccounts = (countMax: number) => {
  const known = new Map<string, Account>()
  let changes = 0
  const remember = (account: Account): void => {
    known.set(account.account, account)
    for (const oldest of known.keys()) {
      if (known.size <= countMax) return
      known.delete(oldest)
    }
  }
  return {
    get: <E, R>(account: string, read: Effect.Effect<Account | null, E, R>) =>
      Effect.suspend((): Effect.Effect<Account | null, E, R> => {
        const found = known.get(account)
        if (found !== undefined) return Effect.succeed(found)
        const before = changes
        return Effect.map(read, (stored) => {
          // What was read while a change was under way may be of before it.
          if (stored !== null && changes === before) remember(stored)
          return stored
        })
      }),
    changing: <A, E, R>(account: string, change: Effect.Effect<A, E, R>) => {
      const forget = Effect.sync(() => {
        changes++
        known.delete(account)
      })
      return Effect.andThen(forget, Effect.ensuring(change, forget))
    },
  }
}
