-- A page of the ledger, newest first: the entries before a place (at, id), not before from, with the
-- balance after each. The balance at the place is the lifetime sum without the quarter hours behind it
-- and the rest of its own, so a page costs much the same at any depth. Instants in epoch milliseconds.
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
       AND (occurred_at > fromUnixTimestamp64Milli({at:Int64}, 'UTC') OR id >= {id:String}))
  AS opening
SELECT
  id, type, operation, description, category, toString(delta) AS credits,
  toUnixTimestamp64Milli(occurred_at) AS occurred_at, quantity, unit, reference, refers_to, amount,
  currency, actor, properties,
  toString(opening - sum(delta) OVER (ORDER BY at DESC, id DESC
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS balance_after
FROM (
  SELECT *, delta, occurred_at AS at
  FROM transactions
  WHERE account = {account:String}
    AND occurred_at <= fromUnixTimestamp64Milli({at:Int64}, 'UTC')
    AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND (occurred_at < fromUnixTimestamp64Milli({at:Int64}, 'UTC') OR id < {id:String})
  ORDER BY account DESC, occurred_at DESC, id DESC
  LIMIT {limit:UInt32}
)
ORDER BY at DESC, id DESC;
