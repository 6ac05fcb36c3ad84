-- Balance and last entry of these accounts. Key (account) of lifetime_totals.
SELECT
  account,
  sum(purchase + refund + bonus - spend) AS balance,
  toUnixTimestamp64Milli(max(last_at))   AS last_at
FROM lifetime_totals
WHERE account IN {accounts:Array(String)}
GROUP BY account;
