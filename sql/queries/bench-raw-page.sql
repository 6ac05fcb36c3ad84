-- For the bench only: a page of the ledger with its balances from the ledger alone. Instant in epoch ms.
WITH (
  SELECT sum(delta) FROM transactions
  WHERE account = {account:String} AND occurred_at <= fromUnixTimestamp64Milli({at:Int64}, 'UTC')
    AND (occurred_at < fromUnixTimestamp64Milli({at:Int64}, 'UTC') OR id < {id:String})
) AS opening
SELECT
  id, delta,
  opening - sum(delta) OVER (
    ORDER BY occurred_at DESC, id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS balance
FROM (
  SELECT id, delta, occurred_at FROM transactions
  WHERE account = {account:String} AND occurred_at <= fromUnixTimestamp64Milli({at:Int64}, 'UTC')
    AND (occurred_at < fromUnixTimestamp64Milli({at:Int64}, 'UTC') OR id < {id:String})
  ORDER BY account DESC, occurred_at DESC, id DESC
  LIMIT 50
)
ORDER BY occurred_at DESC, id DESC;
