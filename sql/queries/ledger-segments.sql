-- Usage between neighbouring edges (epoch seconds, ascending, on quarter hours) of two stretches, per type
-- and group: `place` is a group's number, 0 for all groups without one. A group is named by the length of
-- its first value and both values. Reads transactions: ranges of its key for accounts in
-- a list, the whole ledger for all. Whoever asks has counted the rows before.
WITH
  {{first_dimension}} AS first_value,
  {{second_dimension}} AS second_value
SELECT
  roundDown(toUnixTimestamp(occurred_at), {edges:Array(UInt32)}) AS start,
  transform(
    concat(toString(length(first_value)), ':', first_value, second_value),
    {groups:Array(String)}, {places:Array(UInt32)}, toUInt32(0)
  ) AS place,
  toString(type) AS kind,
  sum(toDecimal128(credits, 6)) AS moved,
  count() AS counted
FROM transactions
WHERE ({everyone:UInt8} = 1 OR account IN {accounts:Array(String)})
  AND ((occurred_at >= toDateTime64({from:UInt32}, 3, 'UTC') AND occurred_at < toDateTime64({to:UInt32}, 3, 'UTC'))
    OR (occurred_at >= toDateTime64({compared_from:UInt32}, 3, 'UTC')
      AND occurred_at < toDateTime64({compared_to:UInt32}, 3, 'UTC')))
  AND {{transaction_filters}}
  AND type IN {types:Array(String)}
GROUP BY start, place, kind;
