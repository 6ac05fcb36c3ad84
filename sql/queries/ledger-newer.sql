-- A page of the ledger, oldest first: the entries behind a place (at, id), before to, with the balance
-- after each. As ledger-older, in the other direction. Instants in epoch milliseconds.
WITH
  (SELECT sum(purchase + refund + bonus - spend) FROM lifetime_totals
   WHERE account = {account:String})
  - (SELECT sum(if(type = 'spend', -credits, credits)) FROM usage_per_quarter_hour
     WHERE account = {account:String}
       AND bucket > toStartOfFifteenMinutes(fromUnixTimestamp64Milli({at:Int64}, 'UTC')))
  - (SELECT sum(delta) FROM transactions
     WHERE account = {account:String}
       AND occurred_at >= fromUnixTimestamp64Milli({at:Int64}, 'UTC')
       AND occurred_at
         < toStartOfFifteenMinutes(fromUnixTimestamp64Milli({at:Int64}, 'UTC')) + INTERVAL 15 MINUTE
       AND (occurred_at > fromUnixTimestamp64Milli({at:Int64}, 'UTC') OR id > {id:String}))
  AS opening
SELECT
  id, type, operation, description, category, toString(delta) AS credits,
  toUnixTimestamp64Milli(occurred_at) AS occurred_at, quantity, unit, reference, refers_to, amount,
  currency, actor, properties,
  toString(opening + sum(delta) OVER (ORDER BY at, id
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS balance_after
FROM (
  SELECT *, delta, occurred_at AS at
  FROM transactions
  WHERE account = {account:String}
    AND occurred_at >= fromUnixTimestamp64Milli({at:Int64}, 'UTC')
    AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND (occurred_at > fromUnixTimestamp64Milli({at:Int64}, 'UTC') OR id > {id:String})
  ORDER BY account, occurred_at, id
  LIMIT {limit:UInt32}
)
ORDER BY at, id;
