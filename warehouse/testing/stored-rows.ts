/** Every transaction and every rejection as it is stored, for an oracle to compare one by one. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "../clickhouse.ts"
import type { LogPosition, UsageEvent } from "../domain/usage-event.ts"
import { storedDecimal } from "../stored-decimal.ts"

export interface StoredRow {
  readonly event: UsageEvent
  /** Null: it did not come through a log. */
  readonly position: LogPosition | null
}

const Account = Schema.Struct({ account: Schema.String })

export const storedAccounts = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const statement = "SELECT DISTINCT account FROM transactions ORDER BY account"
  const rows = yield* clickhouse.query(statement, {}, Account)
  return rows.map(({ account }) => account)
})

const Text = Schema.String
const Row = Schema.Struct({
  id: Text,
  type: Schema.Literals(["spend", "purchase", "refund", "bonus"]),
  operation: Text,
  credits: Text,
  at: Text,
  own_category: Text,
  own_description: Text,
  quantity: Schema.NullOr(Text),
  unit: Text,
  reference: Text,
  properties: Schema.Record(Text, Text),
  topic: Text,
  partition: Schema.Number,
  offset: Text,
})

/** All rows of one account, the same id as often as it is there. Fields that only some events have are
 * left out where they are empty. */
export const storedRows = Effect.fn("storedRows")(function* (account: string) {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(
    `SELECT id, type, operation, toString(credits) AS credits,
       toString(toUnixTimestamp64Milli(occurred_at)) AS at,
       if(category_source = 'event', category, '') AS own_category,
       if(description_source = 'event', description, '') AS own_description,
       toString(quantity) AS quantity, unit, reference, properties, topic, partition, offset
     FROM transactions WHERE account = {account:String}`,
    { account },
    Row,
  )
  return rows.map(
    (row): StoredRow => ({
      event: {
        account,
        id: row.id,
        type: row.type,
        operation: row.operation,
        credits: storedDecimal(row.credits),
        occurredAt: Number(row.at),
        ...(row.own_category !== "" && { category: row.own_category }),
        ...(row.own_description !== "" && { description: row.own_description }),
        ...(row.quantity !== null && { quantity: storedDecimal(row.quantity) }),
        ...(row.unit !== "" && { unit: row.unit }),
        ...(row.reference !== "" && { reference: row.reference }),
        ...(Object.keys(row.properties).length > 0 && { properties: row.properties }),
      },
      position:
        row.topic === ""
          ? null
          : { topic: row.topic, partition: row.partition, offset: BigInt(row.offset) },
    }),
  )
})

export interface StoredRejection {
  readonly account: string
  readonly eventId: string
  readonly reason: "conflict" | "rejected" | "unreadable"
  readonly codes: ReadonlyArray<string>
  /** The bytes as they arrived, a character each. */
  readonly raw: string
  /** `partition/offset`, empty when it did not come through a log. */
  readonly place: string
}

const RejectionRow = Schema.Struct({
  account: Text,
  event_id: Text,
  reason: Schema.Literals(["conflict", "rejected", "unreadable"]),
  errors: Text,
  raw: Text,
  place: Text,
})

export const storedRejections = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(
    `SELECT account, event_id, reason, errors, base64Encode(raw) AS raw,
       if(topic = '', '', concat(toString(partition), '/', toString(offset))) AS place
     FROM rejections FINAL`,
    {},
    RejectionRow,
  )
  return rows.map(
    ({ account, event_id, reason, errors, raw, place }): StoredRejection => ({
      account,
      eventId: event_id,
      reason,
      codes: (JSON.parse(errors) as Array<{ code: string }>).map(({ code }) => code),
      raw: Buffer.from(raw, "base64").toString("latin1"),
      place,
    }),
  )
})
