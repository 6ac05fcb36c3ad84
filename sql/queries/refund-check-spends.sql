-- The transactions with these keys, which refunds or failures name. Reads the projection by_key.
SELECT id, type, operation, credits, toUnixTimestamp64Milli(occurred_at) AS at
FROM transactions
WHERE key IN {keys:Array(UInt64)} AND account = {account:String};
