-- As spend-by-segment, for each of these accounts. Ranges of usage_per_quarter_hour's key.
SELECT
  account,
  roundDown(toUnixTimestamp(bucket), {edges:Array(UInt32)}) AS start,
  sumIf(credits, type = 'spend') AS spend
FROM usage_per_quarter_hour
WHERE account IN {accounts:Array(String)}
  AND bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')
  AND {{category_filters}}
GROUP BY account, start;
