-- A page of the ledger, oldest first: the entries behind a place (at, id), before to. As ledger-older,
-- in the other direction. Instants in epoch milliseconds.
SELECT
  id, type, operation, description, category, delta, toUnixTimestamp64Milli(occurred_at) AS at,
  quantity, unit, reference, refers_to, amount, currency, actor, properties
FROM transactions
WHERE account = {account:String} AND {{transaction_filters}}
  AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND (occurred_at, id) > (fromUnixTimestamp64Milli({at:Int64}, 'UTC'), {id:String})
ORDER BY account, occurred_at, id
LIMIT {limit:UInt32};
