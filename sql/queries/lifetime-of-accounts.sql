-- Lifetime sums over several accounts, or all; one row, of zeros where there is no entry. Keys of
-- lifetime_totals, or all of it: a row an account.
SELECT
  sum(spend) AS spend, sum(purchase) AS purchase, sum(refund) AS refund, sum(bonus) AS bonus,
  sum(entries) AS entries,
  toUnixTimestamp64Milli(min(first_at)) AS first_at,
  toUnixTimestamp64Milli(max(last_at))  AS last_at
FROM lifetime_totals
WHERE ({everyone:UInt8} = 1 OR account IN {accounts:Array(String)});
