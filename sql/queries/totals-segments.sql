-- Usage between neighbouring edges (epoch seconds, ascending, on quarter hours) of two stretches, per type
-- and group: `place` is a group's number, 0 for all groups without one. Reads ranges of the key of
-- totals_per_quarter_hour, which is about all accounts together.
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
FROM totals_per_quarter_hour
WHERE ((bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC'))
    OR (bucket >= toDateTime({compared_from:UInt32}, 'UTC')
      AND bucket < toDateTime({compared_to:UInt32}, 'UTC')))
  AND {{operation_filters}}
GROUP BY start, place, kind;
