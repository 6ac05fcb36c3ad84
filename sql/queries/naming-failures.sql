-- The failures with these keys, and those that name the spends with these keys, and where in the log they
-- stood. Reads the keys of the whole table, which is small.
SELECT
  account, id, refers_to, reason, toUnixTimestamp64Milli(occurred_at) AS occurred_at,
  topic, partition, offset, batch
FROM failures ARRAY JOIN [key, spend_key] AS known
WHERE known IN {keys:Array(UInt64)};
