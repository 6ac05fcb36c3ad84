-- Sums of one account by type over two short stretches of the ledger, from each first instant up to the
-- second (epoch milliseconds): what lies in a range besides its whole quarter hours.
SELECT
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  count()                           AS entries
FROM transactions
WHERE account = {account:String} AND {{category_filters}}
  AND (
    occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
      AND occurred_at < fromUnixTimestamp64Milli({first_whole:Int64}, 'UTC')
    OR occurred_at >= fromUnixTimestamp64Milli({last_whole:Int64}, 'UTC')
      AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC'));
