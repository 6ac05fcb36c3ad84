-- Usage split by one or two dimensions, and what each group had in a stretch that it is compared with; every
-- row also has the sums over all groups. Stretches in epoch seconds, on quarter hours; one with equal ends
-- is none. Reads ranges of the key of
-- totals_per_quarter_hour, which is about all accounts together.
SELECT
  first_value, second_value, spend, purchase, refund, bonus, entries, measured, compared,
  sum(spend) OVER () AS total_spend, sum(purchase) OVER () AS total_purchase,
  sum(refund) OVER () AS total_refund, sum(bonus) OVER () AS total_bonus,
  sum(entries) OVER () AS total_entries, sum(measured) OVER () AS total_measured,
  sum(compared) OVER () AS total_compared, count() OVER () AS groups
FROM (
  SELECT
    first_value, second_value,
    sumIf(moved, is_now AND kind = 'spend')    AS spend,
    sumIf(moved, is_now AND kind = 'purchase') AS purchase,
    sumIf(moved, is_now AND kind = 'refund')   AS refund,
    sumIf(moved, is_now AND kind = 'bonus')    AS bonus,
    sumIf(counted, is_now)                     AS entries,
    sumIf(measure, is_now)                     AS measured,
    sumIf(measure, is_compared)                AS compared
  FROM (
    SELECT
      {{first_dimension}} AS first_value,
      {{second_dimension}} AS second_value,
      type AS kind,
      bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC') AS is_now,
      bucket >= toDateTime({compared_from:UInt32}, 'UTC')
        AND bucket < toDateTime({compared_to:UInt32}, 'UTC') AS is_compared,
      sum(credits) AS moved,
      sum(entries) AS counted,
      if({measure:String} = 'count', toDecimal128(counted, 6),
        if({measure:String} IN ('credits', toString(kind)), moved, toDecimal128(0, 6))) AS measure
    FROM totals_per_quarter_hour
    WHERE ((bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC'))
        OR (bucket >= toDateTime({compared_from:UInt32}, 'UTC')
          AND bucket < toDateTime({compared_to:UInt32}, 'UTC')))
      AND {{operation_filters}}
    GROUP BY first_value, second_value, kind, is_now, is_compared
  )
  GROUP BY first_value, second_value
)
ORDER BY
  {direction:Int8} * multiIf(
    {sort:String} = 'count', toDecimal128(entries, 6),
    {sort:String} = 'change', measured - compared,
    {sort:String} = 'credits', measured,
    toDecimal128(0, 6)),
  first_value, second_value
LIMIT {limit:UInt32};
