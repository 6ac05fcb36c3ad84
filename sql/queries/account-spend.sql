-- Spend of these accounts, each within a stretch of its own (epoch seconds, on quarter hours), since
-- days depend on the account's zone. Ranges of usage_per_quarter_hour's key.
SELECT account, sum(credits) AS spend
FROM usage_per_quarter_hour
WHERE account IN {accounts:Array(String)}
  AND type = 'spend'
  AND bucket >= toDateTime({earliest:UInt32}, 'UTC')
  AND toUnixTimestamp(bucket) >= transform(account, {accounts:Array(String)}, {froms:Array(UInt32)}, 0)
  AND toUnixTimestamp(bucket) < transform(account, {accounts:Array(String)}, {tos:Array(UInt32)}, 0)
GROUP BY account;
