-- A page of the ledger, newest first: the entries before a place (at, id), not before from. One range of
-- the ledger's key, read backwards. Instants in epoch milliseconds.
SELECT
  id, type, operation, description, category, delta, toUnixTimestamp64Milli(occurred_at) AS at,
  quantity, unit, reference, refers_to, amount, currency, actor, properties
FROM transactions
WHERE account = {account:String} AND {{transaction_filters}}
  AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND (occurred_at, id) < (fromUnixTimestamp64Milli({at:Int64}, 'UTC'), {id:String})
ORDER BY account DESC, occurred_at DESC, id DESC
LIMIT {limit:UInt32};
