-- The stored failures with these ids, as they were sent, to compare a conflict field by field. Reads the
-- ranges of these accounts (first column of the key).
SELECT
  account, id, refers_to, reason, toUnixTimestamp64Milli(occurred_at) AS occurred_at, operation,
  description, actor, properties
FROM failures
WHERE account IN {accounts:Array(String)} AND id IN {ids:Array(String)};
