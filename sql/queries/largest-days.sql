-- The accounts with the largest single days between neighbouring edges (epoch seconds, ascending, on
-- quarter hours), of those with a day of floor millionths; in_all says how many these are. Reads the buckets of
-- all of usage_per_quarter_hour.
SELECT account, count() OVER () AS in_all
FROM (
  SELECT
    account,
    roundDown(toUnixTimestamp(bucket), {edges:Array(UInt32)}) AS start,
    sum(credits) AS spend
  FROM usage_per_quarter_hour
  WHERE ({everyone:UInt8} = 1 OR account IN {accounts:Array(String)})
    AND bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')
    AND type = 'spend'
    AND {{category_filters}}
  GROUP BY account, start
)
GROUP BY account
HAVING toInt256(max(spend) * 1000000) >= {floor:Int64}
ORDER BY max(spend) DESC, account
LIMIT {limit:UInt32};
