-- As day-causes, over all accounts: operations and categories. Ranges of totals_per_quarter_hour's key.
SELECT
  target, dimension, value,
  sumIf(spend, start = target)   AS used,
  sumIf(counted, start = target) AS entries,
  sumIf(spend, start != target)  AS history
FROM (
  SELECT
    roundDown(toUnixTimestamp(bucket), {edges:Array(UInt32)}) AS start,
    dimension,
    value,
    sum(credits) AS spend,
    sum(entries) AS counted
  FROM totals_per_quarter_hour
  ARRAY JOIN
    ['all', 'operation', 'category'] AS dimension,
    ['', toString(operation), toString(category)] AS value
  WHERE toUInt16(toDate(bucket)) IN {dates:Array(UInt16)}
    AND bucket >= toDateTime({from:UInt32}, 'UTC')
    AND type = 'spend'
    AND {{operation_filters}}
    AND dimension IN {dimensions:Array(String)}
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
