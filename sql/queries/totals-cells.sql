-- Usage between neighbouring edges (epoch seconds, ascending, on quarter hours) of two stretches, per type
-- and group, for dimensions that have few values: up to a limit of rows. Reads ranges of the key of
-- totals_per_quarter_hour, which is about all accounts together.
SELECT
  roundDown(toUnixTimestamp(bucket), {edges:Array(UInt32)}) AS start,
  {{first_dimension}} AS first_value,
  {{second_dimension}} AS second_value,
  type AS kind,
  sum(credits) AS moved,
  sum(entries) AS counted
FROM totals_per_quarter_hour
WHERE ((bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC'))
    OR (bucket >= toDateTime({compared_from:UInt32}, 'UTC')
      AND bucket < toDateTime({compared_to:UInt32}, 'UTC')))
  AND {{operation_filters}}
GROUP BY start, first_value, second_value, kind
LIMIT {limit:UInt32};
