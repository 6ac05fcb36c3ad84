/** Usage events for property tests. */
import fc from "fast-check"
import { TRANSACTION_TYPES } from "#warehouse/domain/transaction-type.ts"
import type { UsageEvent } from "#warehouse/domain/usage-event.ts"

const control = /\p{Cc}/u
const printable = (max: number) =>
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: max })
    .filter((text) => [...text].length <= max && !control.test(text))
const millionths = (min: bigint) => fc.bigInt({ min, max: 10n ** 18n - 1n })

/** Any valid usage event, none of them more than an hour after `now`. */
export const usageEvents = (now: number): fc.Arbitrary<UsageEvent> =>
  fc
    .record(
      {
        id: printable(128),
        account: printable(128),
        type: fc.constantFrom(...TRANSACTION_TYPES),
        operation: printable(128),
        credits: millionths(1n),
        occurredAt: fc.integer({ min: Date.UTC(1980, 0, 1), max: now + 3_600_000 }),
        category: printable(128),
        description: printable(1000),
        quantity: millionths(0n),
        unit: printable(64),
        reference: printable(2048),
        refersTo: printable(128),
        amount: millionths(0n),
        currency: fc.constantFrom("USD", "EUR", "JPY"),
        actor: printable(128),
        properties: fc.dictionary(
          printable(64).filter((name) => name !== "__proto__"),
          printable(256),
          { maxKeys: 16 },
        ),
      },
      { requiredKeys: ["id", "account", "type", "operation", "credits", "occurredAt"] },
    )
    .map(({ refersTo, amount, currency, ...fields }) => ({
      ...fields,
      ...(fields.type === "refund" && refersTo !== undefined && { refersTo }),
      ...(amount !== undefined && currency !== undefined && { amount, currency }),
    }))
