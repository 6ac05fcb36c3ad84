-- Count and sums by type of the entries that filters let through, up to a limit of them, and how many come
-- in front of a place (by credits in millionths or not, at, id) in the order of a list, if there is one:
-- without it ids are not read. Reads the account's range of the ledger until there are enough. Instants in
-- epoch milliseconds.
SELECT
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  count()                           AS entries,
  countIf({placed:UInt8} = 1 AND if({descending:UInt8} = 1, entry > place, entry < place)) AS passed
FROM (
  SELECT
    type, credits,
    ({by_credits:UInt8} * reinterpretAsInt64(delta), toUnixTimestamp64Milli(occurred_at), id) AS entry,
    ({by_credits:UInt8} * {credits:Int64}, {at:Int64}, {id:String}) AS place
  FROM transactions
  WHERE account = {account:String} AND {{transaction_filters}}
    AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  LIMIT {limit:UInt32}
);
