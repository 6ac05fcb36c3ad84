-- A page of the ledger of several accounts, or of all, in the reverse order: as joint-ledger-falling.
SELECT
  account, id, type, operation, description, category, delta,
  toUnixTimestamp64Milli(occurred_at) AS at,
  quantity, unit, reference, refers_to, amount, currency, actor, properties
FROM transactions
WHERE ({everyone:UInt8} = 1 OR account IN {accounts:Array(String)}) AND {{transaction_filters}}
  AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND ({placed:UInt8} = 0
    OR ({by_credits:UInt8} * reinterpretAsInt64(delta), occurred_at, account, id)
      > ({credits:Int64}, fromUnixTimestamp64Milli({at:Int64}, 'UTC'), {place_account:String}, {id:String}))
ORDER BY {by_credits:UInt8} * reinterpretAsInt64(delta), occurred_at, account, id
LIMIT {limit:UInt32};
