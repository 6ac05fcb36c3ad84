-- As lifetime, of many accounts at once. Keys of lifetime_totals; no row for an account without entries.
SELECT
  account,
  sum(spend) AS spend, sum(purchase) AS purchase, sum(refund) AS refund, sum(bonus) AS bonus,
  sum(entries) AS entries,
  toUnixTimestamp64Milli(min(first_at)) AS first_at,
  toUnixTimestamp64Milli(max(last_at))  AS last_at
FROM lifetime_totals
WHERE account IN {accounts:Array(String)}
GROUP BY account;
