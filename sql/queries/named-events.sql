-- The transactions with these keys, which refunds or failures name, and where in the log they stood.
-- Reads the projection by_key.
SELECT
  account, id, type, credits, toUnixTimestamp64Milli(occurred_at) AS occurred_at,
  topic, partition, offset, batch
FROM transactions
WHERE key IN {keys:Array(UInt64)};
