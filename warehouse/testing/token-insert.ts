/** The product's insert with its settings, under a token of the test's choice. */
import { ClickHouse } from "../clickhouse.ts"
import { formatDecimal } from "../domain/decimal.ts"
import type { UsageEvent } from "../domain/usage-event.ts"
import { sqlQuery } from "../sql-files.ts"
import { categoryOf } from "./recount.ts"

const [settings = ""] =
  /SETTINGS[\s\S]*(?=\{\{rows\}\})/.exec(sqlQuery("insert-transactions")) ?? []
const insert = `INSERT INTO transactions (account, id, type, operation, category, credits, occurred_at)
  ${settings}
  SELECT account, id, type, operation, category, credits, fromUnixTimestamp64Milli(at, 'UTC')
  FROM format(JSONEachRow, 'account String, id String, type String, operation String,
    category String, credits Decimal(18, 6), at Int64', {events:String})`

export const insertUnderToken = (token: string, events: ReadonlyArray<UsageEvent>) =>
  ClickHouse.use(({ command }) =>
    command(insert, {
      token,
      events: events
        .map((event) =>
          JSON.stringify({
            account: event.account,
            id: event.id,
            type: event.type,
            operation: event.operation,
            category: categoryOf(event),
            credits: formatDecimal(event.credits),
            at: event.occurredAt,
          }),
        )
        .join("\n"),
    }),
  )
