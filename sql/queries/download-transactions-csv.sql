-- The same as download-transactions-jsonl.sql for a file of CSV: nothing sent is an empty cell, properties
-- are JSON, and an apostrophe stands before a text that a spreadsheet would take for a formula (or that
-- begins with one itself, so that it can be taken away again).
SELECT
  replaceRegexpOne(id, '^([\'=+@\t\r-])', '\'\\1') AS id,
  type,
  replaceRegexpOne(operation, '^([\'=+@\t\r-])', '\'\\1') AS operation,
  replaceRegexpOne(description, '^([\'=+@\t\r-])', '\'\\1') AS description,
  replaceRegexpOne(category, '^([\'=+@\t\r-])', '\'\\1') AS category,
  delta AS credits,
  balance_after,
  concat(replaceOne(toString(at), ' ', 'T'), 'Z') AS occurred_at,
  toString(toDate32(at, {tz:String})) AS day,
  ifNull(toString(quantity), '') AS quantity,
  replaceRegexpOne(unit, '^([\'=+@\t\r-])', '\'\\1') AS unit,
  replaceRegexpOne(reference, '^([\'=+@\t\r-])', '\'\\1') AS reference,
  replaceRegexpOne(refers_to, '^([\'=+@\t\r-])', '\'\\1') AS refers_to,
  ifNull(toString(amount), '') AS amount,
  currency,
  replaceRegexpOne(actor, '^([\'=+@\t\r-])', '\'\\1') AS actor,
  if(empty(properties), '', toJSONString(properties)) AS properties
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
