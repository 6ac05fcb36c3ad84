-- Lifetime sums of one account. One key of lifetime_totals; no row for an account without entries.
SELECT
  sum(spend) AS spend, sum(purchase) AS purchase, sum(refund) AS refund, sum(bonus) AS bonus,
  sum(entries) AS entries,
  toUnixTimestamp64Milli(min(first_at)) AS first_at,
  toUnixTimestamp64Milli(max(last_at))  AS last_at
FROM lifetime_totals
WHERE account = {account:String}
GROUP BY account;
