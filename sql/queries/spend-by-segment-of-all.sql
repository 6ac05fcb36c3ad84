-- As spend-by-segment, over all accounts. One range of totals_per_quarter_hour's key.
SELECT
  roundDown(toUnixTimestamp(bucket), {edges:Array(UInt32)}) AS start,
  sumIf(credits, type = 'spend') AS spend,
  sum(entries)                   AS entries
FROM totals_per_quarter_hour
WHERE bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')
GROUP BY start;
