-- The same as download-transactions-jsonl.sql for a file of Parquet: credits are DECIMAL, instants TIMESTAMP in
-- UTC, what was not sent is null, properties are a map. One range of the ledger's key, from its beginning.
SELECT
  id,
  toString(type) AS type,
  toString(operation) AS operation,
  description,
  toString(category) AS category,
  delta AS credits,
  balance_after,
  at AS occurred_at,
  toDate32(at, {tz:String}) AS day,
  quantity,
  nullIf(toString(unit), '') AS unit,
  nullIf(reference, '') AS reference,
  nullIf(refers_to, '') AS refers_to,
  amount,
  nullIf(toString(currency), '') AS currency,
  nullIf(actor, '') AS actor,
  CAST(properties, 'Map(String, String)') AS properties
FROM (
  SELECT *
  FROM (
    SELECT
      account, id, type, operation, description, category, delta, occurred_at AS at, quantity, unit, reference,
      refers_to, amount, currency, actor, properties,
      sum(delta) OVER (ORDER BY occurred_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS balance_after
    FROM transactions
    WHERE account = {account:String} AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  )
  WHERE at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND {{transaction_filters}}
);
