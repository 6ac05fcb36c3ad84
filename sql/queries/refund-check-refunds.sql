-- An account's refunds within a stretch (epoch milliseconds), and all others of the spends that these or
-- the failures of the stretch (ids) name. Of the account's range of transactions' key, type and references
-- are read, most of which are empty.
SELECT
  id, refers_to, credits, toUnixTimestamp64Milli(occurred_at) AS at,
  occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC') AS within
FROM transactions
WHERE account = {account:String}
  AND type = 'refund'
  AND (within
    OR refers_to IN {ids:Array(String)}
    OR refers_to IN (
      SELECT refers_to
      FROM transactions
      WHERE account = {account:String}
        AND type = 'refund'
        AND refers_to != ''
        AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
        AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    ))
LIMIT {limit:UInt32};
