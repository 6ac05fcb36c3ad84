-- How many entries a file of one account's ledger holds, and their sums by type. Instants in epoch
-- milliseconds, the end is not in it. One range of the ledger's key.
SELECT
  sumIf(credits, type = 'spend') AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund') AS refund,
  sumIf(credits, type = 'bonus') AS bonus,
  count() AS entries
FROM transactions
WHERE account = {account:String}
  AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND {{transaction_filters}};
