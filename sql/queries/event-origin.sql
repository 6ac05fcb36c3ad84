-- One stored event, where it came from, and its place in the ledger. Of the account's range (first column
-- of the key) only the key hashes are read, eight bytes a transaction.
SELECT
  id, type, operation, toString(delta) AS credits, toUnixTimestamp64Milli(occurred_at) AS occurred_at,
  refers_to, toUnixTimestamp64Milli(received_at) AS received_at, topic, partition, offset, batch
FROM transactions
WHERE account = {account:String} AND key = xxHash64(concat({account:String}, '\0', {id:String}))
  AND id = {id:String}
LIMIT 1;
