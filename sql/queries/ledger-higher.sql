-- A page of the ledger, lowest signed credits first, equal ones oldest first. As ledger-lower, in the other
-- direction.
SELECT
  id, type, operation, description, category, delta, toUnixTimestamp64Milli(occurred_at) AS at,
  quantity, unit, reference, refers_to, amount, currency, actor, properties
FROM transactions
WHERE account = {account:String} AND {{transaction_filters}}
  AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND (reinterpretAsInt64(delta), occurred_at, id)
    > ({credits:Int64}, fromUnixTimestamp64Milli({at:Int64}, 'UTC'), {id:String})
ORDER BY delta, occurred_at, id
LIMIT {limit:UInt32};
