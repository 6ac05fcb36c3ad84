-- What the spend of some days (targets) was made of, and that of the days each is measured by (segments,
-- in pairs with their targets): the values of each dimension with the largest excess, and all values
-- together as dimension all. Edges are days' ends in epoch seconds, dates the UTC dates they touch, in days since 1970.
-- Expected and history are millionths, by day. Ranges of the accounts' key in transactions.
SELECT
  target, dimension, value,
  sumIf(spend, start = target)   AS used,
  sumIf(counted, start = target) AS entries,
  sumIf(spend, start != target)  AS history
FROM (
  SELECT
    roundDown(toUnixTimestamp(occurred_at), {edges:Array(UInt32)}) AS start,
    dimension,
    value,
    toDecimal128(sum(credits), 6) AS spend,
    count()                       AS counted
  FROM transactions
  ARRAY JOIN
    ['all', 'account', 'operation', 'category', 'actor'] AS dimension,
    ['', account, toString(operation), toString(category), actor] AS value
  WHERE account IN {accounts:Array(String)}
    AND toUInt16(toDate(occurred_at)) IN {dates:Array(UInt16)}
    AND occurred_at >= toDateTime({from:UInt32}, 'UTC')
    AND type = 'spend'
    AND {{transaction_filters}}
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
