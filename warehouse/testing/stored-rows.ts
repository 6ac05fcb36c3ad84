/** Every transaction, failure and rejection as it is stored, for an oracle to compare one by one. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "../clickhouse.ts"
import {
  FAILURE_REASONS,
  type FailureReason,
  type LogPosition,
  type UsageEvent,
} from "../domain/usage-event.ts"
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
const place = { topic: Text, partition: Schema.Number, offset: Text }
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
  refers_to: Text,
  properties: Schema.Record(Text, Text),
  ...place,
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
       toString(quantity) AS quantity, unit, reference, refers_to, properties, topic, partition,
       offset
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
        ...(row.refers_to !== "" && { refersTo: row.refers_to }),
        ...propertiesOf(row),
      },
      position: positionOf(row),
    }),
  )
})

const propertiesOf = ({ properties }: Pick<typeof Row.Type, "properties">) =>
  Object.keys(properties).length > 0 ? { properties } : {}

const positionOf = ({
  topic,
  partition,
  offset,
}: Schema.Struct<typeof place>["Type"]): LogPosition | null =>
  topic === "" ? null : { topic, partition, offset: BigInt(offset) }

const FailureRow = Schema.Struct({
  account: Text,
  id: Text,
  refers_to: Text,
  reason: Schema.Literals(Object.keys(FAILURE_REASONS) as ReadonlyArray<FailureReason>),
  at: Text,
  operation: Text,
  description: Text,
  properties: Schema.Record(Text, Text),
  ...place,
})

/** All failures. One that was stored again as it was, which changes nothing, is there once. */
export const storedFailures = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(
    `SELECT DISTINCT account, id, refers_to, reason,
       toString(toUnixTimestamp64Milli(occurred_at)) AS at, operation, description, properties,
       topic, partition, offset
     FROM failures`,
    {},
    FailureRow,
  )
  return rows.map(
    (row): StoredRow => ({
      event: {
        account: row.account,
        id: row.id,
        type: "failure",
        operation: row.operation,
        credits: 0n,
        occurredAt: Number(row.at),
        refersTo: row.refers_to,
        reason: row.reason,
        ...(row.description !== "" && { description: row.description }),
        ...propertiesOf(row),
      },
      position: positionOf(row),
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
