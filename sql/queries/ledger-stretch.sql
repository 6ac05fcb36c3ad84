-- What one account gained, and in how many transactions, in a stretch shorter than a quarter of an hour
-- (epoch milliseconds). A short range of transactions' key.
SELECT sum(toDecimal128(delta, 6)) AS net, count() AS entries
FROM transactions
WHERE account = {account:String}
  AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC');
