-- Where a slice of the ledger ends that begins at (account, from) and holds about as many entries as
-- stated: the account and the quarter of an hour, in epoch seconds, of the first entry behind it. No row:
-- the ledger ends before. One range of transactions' key.
SELECT account, toUnixTimestamp(toStartOfFifteenMinutes(occurred_at)) AS at
FROM transactions
WHERE account >= {account:String}
  AND (account > {account:String} OR occurred_at >= toDateTime({from:UInt32}, 'UTC'))
ORDER BY account, occurred_at
LIMIT 1 OFFSET {entries:UInt32};
