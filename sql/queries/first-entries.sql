-- When the first entry of each of these accounts occurred (epoch milliseconds). Key (account) of
-- lifetime_totals.
SELECT account, toUnixTimestamp64Milli(min(first_at)) AS first
FROM lifetime_totals
WHERE account IN {accounts:Array(String)}
GROUP BY account;
