-- As usage-by-segment, of many accounts at once. Ranges of usage_per_quarter_hour's key.
SELECT
  account,
  roundDown(toUnixTimestamp(bucket), {edges:Array(UInt32)}) AS start,
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  sum(entries)                      AS entries
FROM usage_per_quarter_hour
WHERE account IN {accounts:Array(String)}
  AND bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')
GROUP BY account, start;
