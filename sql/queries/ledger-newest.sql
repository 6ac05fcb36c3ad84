-- The first page of the whole ledger, newest first: as ledger-older from behind all there is. A condition
-- that asks nothing costs the engine time all the same. The end of the account's range of the ledger's key.
SELECT
  id, type, operation, description, category, delta, toUnixTimestamp64Milli(occurred_at) AS at,
  quantity, unit, reference, refers_to, amount, currency, actor, properties
FROM transactions
WHERE account = {account:String} AND {{transaction_filters}}
ORDER BY account DESC, occurred_at DESC, id DESC
LIMIT {limit:UInt32};
