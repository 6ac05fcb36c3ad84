-- Count and sums by type of what filters let through of several accounts, or of all, from and before two
-- instants (epoch milliseconds). Reads the ledger: a stretch that is shorter than a quarter of an hour, or whose
-- entries were counted before.
SELECT
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  count()                           AS entries
FROM transactions
WHERE ({everyone:UInt8} = 1 OR account IN {accounts:Array(String)}) AND {{transaction_filters}}
  AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC');
