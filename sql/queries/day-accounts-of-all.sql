-- As day-causes, over all accounts: which accounts. Reads the buckets of all of usage_per_quarter_hour, whose
-- key begins with the account.
SELECT
  target, dimension, value,
  sumIf(spend, start = target)   AS used,
  sumIf(counted, start = target) AS entries,
  sumIf(spend, start != target)  AS history
FROM (
  SELECT
    roundDown(toUnixTimestamp(bucket), {edges:Array(UInt32)}) AS start,
    'account' AS dimension,
    account   AS value,
    sum(credits) AS spend,
    sum(entries) AS counted
  FROM usage_per_quarter_hour
  WHERE toUInt16(toDate(bucket)) IN {dates:Array(UInt16)}
    AND bucket >= toDateTime({from:UInt32}, 'UTC')
    AND type = 'spend'
    AND {{category_filters}}
    AND start IN {segments:Array(UInt32)}
  GROUP BY start, dimension, value
)
ARRAY JOIN arrayFilter((t, s) -> s = start, {targets:Array(UInt32)}, {segments:Array(UInt32)}) AS target
GROUP BY target, dimension, value
ORDER BY
  target,
  dimension,
  toInt256(used * 1000000) * {histories:Array(Int256)}[indexOf({days:Array(UInt32)}, target)]
    - toInt256(history * 1000000) * {expected:Array(Int256)}[indexOf({days:Array(UInt32)}, target)]
    DESC,
  value
LIMIT {limit:UInt32} BY target, dimension;
