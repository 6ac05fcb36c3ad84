-- Spend of these accounts together between neighbouring edges (epoch seconds, ascending, on quarter hours;
-- the last edge ends the range), and all entries, which says how many rows the ledger has there. Ranges
-- of usage_per_quarter_hour's key.
SELECT
  roundDown(toUnixTimestamp(bucket), {edges:Array(UInt32)}) AS start,
  sumIf(credits, type = 'spend') AS spend,
  sum(entries)                   AS entries
FROM usage_per_quarter_hour
WHERE account IN {accounts:Array(String)}
  AND bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')
GROUP BY start;
