-- Usage between neighbouring edges (epoch seconds, ascending, on quarter hours) of two stretches, per type
-- and group: `place` is a group's number, 0 for all groups without one. Reads usage_per_quarter_hour: for accounts in a list
-- ranges of its key, for all accounts the whole rollup.
WITH
  {{first_dimension}} AS first_value,
  {{second_dimension}} AS second_value
SELECT
  roundDown(toUnixTimestamp(bucket), {edges:Array(UInt32)}) AS start,
  toUInt32(
    transform({{group_name}}, {groups:Array(String)}, {places:Array(UInt32)}, toUInt32(0))
  ) AS place,
  type AS kind,
  sum(credits) AS moved,
  sum(entries) AS counted
FROM usage_per_quarter_hour
WHERE ({everyone:UInt8} = 1 OR account IN {accounts:Array(String)})
  AND ((bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC'))
    OR (bucket >= toDateTime({compared_from:UInt32}, 'UTC')
      AND bucket < toDateTime({compared_to:UInt32}, 'UTC')))
  AND {{category_filters}}
GROUP BY start, place, kind;
