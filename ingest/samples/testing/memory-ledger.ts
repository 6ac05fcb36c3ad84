/** For tests: an intake with its real rules over a ledger and accounts that are kept in memory. */
import { Effect, Layer } from "effect"
import { AccountStore } from "#warehouse/account-store.ts"
import { type Account, unnamedAccount } from "#warehouse/domain/account.ts"
import type { Fate, UsageEvent } from "#warehouse/domain/usage-event.ts"
import { WarehouseUnavailable } from "#warehouse/errors.ts"
import { RejectionStore } from "#warehouse/rejection-store.ts"
import { type ArrivedEvent, encoderForTests, eventsOf } from "#warehouse/testing/event-rows.ts"
import { EventSink } from "../../event-sink.ts"
import { Intake } from "../../intake.ts"

export interface MemoryLedger {
  readonly events: Map<string, UsageEvent>
  readonly accounts: Map<string, Account>
  /** Batches and settings that may still be written before the "process" is killed. */
  writesLeft: number
  /** Events that were sent, also those that were there before. */
  sent: number
  puts: number
  rejected: number
}

export const memoryLedger = (): MemoryLedger => ({
  events: new Map(),
  accounts: new Map(),
  writesLeft: Number.POSITIVE_INFINITY,
  sent: 0,
  puts: 0,
  rejected: 0,
})

/** Goes its own way from here on. */
export const copyOf = (ledger: MemoryLedger): MemoryLedger => ({
  ...ledger,
  events: new Map(ledger.events),
  accounts: new Map(ledger.accounts),
})

const killed = new WarehouseUnavailable({ operation: "insert", cause: "killed" })

export const layerOf = (ledger: MemoryLedger) => {
  const write = <A>(run: () => A) =>
    Effect.suspend(() => (ledger.writesLeft-- > 0 ? Effect.sync(run) : Effect.fail(killed)))
  const fateOf = ({ event }: ArrivedEvent): Fate => {
    const key = `${event.account}\0${event.id}`
    const stored = ledger.events.get(key)
    ledger.sent++
    if (stored === undefined) {
      ledger.events.set(key, event)
      return { fate: "accepted" }
    }
    return contentOf(stored) === contentOf(event)
      ? { fate: "duplicate" }
      : { fate: "conflict", differs: [] }
  }
  const sink = Layer.succeed(EventSink, {
    send: (rows) => write(() => eventsOf(rows).map(fateOf)),
  })
  const rejections = Layer.succeed(RejectionStore, {
    record: (refused) =>
      Effect.sync(() => {
        ledger.rejected += refused.length
      }),
  })
  const accounts = Layer.succeed(AccountStore, {
    reach: Effect.void,
    get: (account) =>
      Effect.sync(
        () =>
          ledger.accounts.get(account) ??
          ([...ledger.events.values()].some((event) => event.account === account)
            ? unnamedAccount(account)
            : null),
      ),
    list: () => Effect.succeed([]),
    put: (account) =>
      write(() => {
        ledger.puts++
        ledger.accounts.set(account.account, account)
      }),
  })
  return Layer.mergeAll(
    Intake.layer.pipe(Layer.provide([sink, rejections, encoderForTests])),
    accounts,
  )
}

const contentOf = (event: UsageEvent): string =>
  JSON.stringify(event, (_key, value) => (typeof value === "bigint" ? String(value) : value))
