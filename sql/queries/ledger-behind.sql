-- What one account's ledger holds behind a place (at, id): the sum of all of it, which gives the balance
-- at the place, and how many entries come before to, which gives its number. The place's own quarter of
-- an hour from transactions, the rest from usage_per_quarter_hour. Instants in epoch milliseconds, to on
-- a quarter hour.
SELECT sum(moved) AS net, sum(counted) AS entries
FROM (
  SELECT
    if(type = 'spend', -credits, credits) AS moved,
    if(bucket < fromUnixTimestamp64Milli({to:Int64}, 'UTC'), entries, 0) AS counted
  FROM usage_per_quarter_hour
  WHERE account = {account:String}
    AND bucket > toStartOfFifteenMinutes(fromUnixTimestamp64Milli({at:Int64}, 'UTC'))
  UNION ALL
  SELECT toDecimal128(delta, 6) AS moved, 1 AS counted
  FROM transactions
  WHERE account = {account:String}
    AND occurred_at >= fromUnixTimestamp64Milli({at:Int64}, 'UTC')
    AND occurred_at
      < toStartOfFifteenMinutes(fromUnixTimestamp64Milli({at:Int64}, 'UTC')) + INTERVAL 15 MINUTE
    AND (occurred_at > fromUnixTimestamp64Milli({at:Int64}, 'UTC') OR id > {id:String})
);
