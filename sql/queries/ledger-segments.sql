-- Usage between neighbouring edges (epoch seconds, ascending, on quarter hours) of two stretches, per type
-- and group: `place` is a group's number, 0 for all groups without one. Reads transactions: for accounts in a list ranges of
-- its key, for all accounts the whole ledger. Whoever asks has counted the rows before.
WITH
  {{first_dimension}} AS first_value,
  {{second_dimension}} AS second_value
SELECT
  roundDown(toUnixTimestamp(occurred_at), {edges:Array(UInt32)}) AS start,
  toUInt32(
    transform({{group_name}}, {groups:Array(String)}, {places:Array(UInt32)}, toUInt32(0))
  ) AS place,
  type AS kind,
  sum(toDecimal128(credits, 6)) AS moved,
  count() AS counted
FROM transactions
WHERE ({everyone:UInt8} = 1 OR account IN {accounts:Array(String)})
  AND ((occurred_at >= toDateTime64({from:UInt32}, 3, 'UTC') AND occurred_at < toDateTime64({to:UInt32}, 3, 'UTC'))
    OR (occurred_at >= toDateTime64({compared_from:UInt32}, 3, 'UTC')
      AND occurred_at < toDateTime64({compared_to:UInt32}, 3, 'UTC')))
  AND {{transaction_filters}}
GROUP BY start, place, kind;
