-- Spend of one account between neighbouring edges, per category. As usage-by-segment.
SELECT
  roundDown(toUnixTimestamp(bucket), {edges:Array(UInt32)}) AS start,
  category,
  sum(spend) AS spend
FROM usage_per_quarter_hour
WHERE account = {account:String}
  AND bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')
GROUP BY start, category
HAVING spend > 0;
