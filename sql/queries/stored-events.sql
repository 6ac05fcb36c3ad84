-- The stored events with these ids, as they were sent, to compare a conflict field by field.
-- Reads the ranges of these accounts (first column of the key).
SELECT
  account, id, type, operation, credits,
  toUnixTimestamp64Milli(occurred_at) AS occurred_at,
  if(category_source = 'event', category, '')       AS category,
  if(description_source = 'event', description, '') AS description,
  quantity, unit, reference, refers_to, amount, currency, actor, properties
FROM transactions
WHERE account IN {accounts:Array(String)} AND id IN {ids:Array(String)};
