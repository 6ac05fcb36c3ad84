-- Sums of one account over a range: whole UTC days from usage_per_day, the stretches before the first
-- and after the last midnight from usage_per_quarter_hour. Instants in epoch seconds.
SELECT
  sum(spend) AS spend, sum(purchase) AS purchase, sum(refund) AS refund, sum(bonus) AS bonus,
  sum(entries) AS entries
FROM (
  SELECT spend, purchase, refund, bonus, entries
  FROM usage_per_day
  WHERE account = {account:String}
    AND day >= toDate(toDateTime({days_from:UInt32}, 'UTC'))
    AND day < toDate(toDateTime({days_to:UInt32}, 'UTC'))
  UNION ALL
  SELECT spend, purchase, refund, bonus, entries
  FROM usage_per_quarter_hour
  WHERE account = {account:String} AND (
    (bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({days_from:UInt32}, 'UTC')) OR
    (bucket >= toDateTime({days_to:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')))
);
