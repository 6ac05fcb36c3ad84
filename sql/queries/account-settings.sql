-- The newest settings of these accounts. Key (account, version).
SELECT account, name, time_zone, plan, allowance, period_anchor_day, low_balance_mark, about
FROM accounts
WHERE account IN {accounts:Array(String)}
ORDER BY account, version DESC
LIMIT 1 BY account;
