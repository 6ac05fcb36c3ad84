-- A page of the ledger of several accounts, or of all: newest first, or highest signed credits first, equal
-- ones newest first, then by account and id. The entries behind a place, if there is one (credits in
-- millionths, 0 by time; at; account; id), from and before two instants (epoch milliseconds). The ledger's key
-- begins with the account, so ranges of it for accounts in a list, and else the time of every entry: whoever
-- asks has narrowed the stretch, or counted it.
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
      < ({credits:Int64}, fromUnixTimestamp64Milli({at:Int64}, 'UTC'), {place_account:String}, {id:String}))
ORDER BY {by_credits:UInt8} * reinterpretAsInt64(delta) DESC, occurred_at DESC, account DESC, id DESC
LIMIT {limit:UInt32};
