-- When the first entry of these accounts, or of everyone, occurred (epoch milliseconds); no row without
-- entries. Key (account) of lifetime_totals; for everyone all of it, a row per account.
SELECT toUnixTimestamp64Milli(min(first_at)) AS first_at
FROM lifetime_totals
WHERE {everyone:UInt8} = 1 OR account IN {accounts:Array(String)}
HAVING count() > 0;
