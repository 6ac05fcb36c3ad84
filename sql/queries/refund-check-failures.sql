-- An account's failures within a stretch (epoch milliseconds), newest first. Its range of failures' key.
SELECT id, refers_to, reason, toUnixTimestamp64Milli(occurred_at) AS at
FROM failures
WHERE account = {account:String}
  AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
ORDER BY occurred_at DESC, id
LIMIT 1 BY id
LIMIT {limit:UInt32};
