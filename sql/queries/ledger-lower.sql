-- A page of the ledger, highest signed credits first, equal ones newest first: the entries behind a place
-- (credits in millionths, at, id), within from and to. The account's range is read as a whole, few columns
-- of it, and those shown for the page alone. Instants in epoch milliseconds.
SELECT
  id, type, operation, description, category, delta, toUnixTimestamp64Milli(occurred_at) AS at,
  quantity, unit, reference, refers_to, amount, currency, actor, properties
FROM transactions
WHERE account = {account:String} AND {{transaction_filters}}
  AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND (reinterpretAsInt64(delta), occurred_at, id)
    < ({credits:Int64}, fromUnixTimestamp64Milli({at:Int64}, 'UTC'), {id:String})
ORDER BY delta DESC, occurred_at DESC, id DESC
LIMIT {limit:UInt32};
