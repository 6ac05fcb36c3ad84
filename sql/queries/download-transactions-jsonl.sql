-- The ledger of one account, oldest first, each entry with the balance after it, for a file of JSON Lines
-- with the names of the wire. Instants in epoch milliseconds; `day` is
-- the calendar day in a zone. One range of the ledger's key, from its
-- beginning, since the balance runs from there; one query, so that all of it is of one state.
SELECT
  id,
  type,
  operation,
  description,
  category,
  delta AS credits,
  balance_after,
  concat(replaceOne(toString(at), ' ', 'T'), 'Z') AS occurred_at,
  toString(toDate32(at, {tz:String})) AS day,
  quantity,
  nullIf(unit, '') AS unit,
  nullIf(reference, '') AS reference,
  nullIf(refers_to, '') AS refers_to,
  amount,
  nullIf(currency, '') AS currency,
  nullIf(actor, '') AS actor,
  properties
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
