-- The event that one refers to and the events that refer to it, oldest first, and how many there are.
-- Reads the account's range (first column of the key): its key hashes and its references, most of
-- which are empty.
SELECT
  id, type, operation, toString(delta) AS credits, refers_to,
  toUnixTimestamp64Milli(occurred_at) AS occurred_at, count() OVER () AS in_all
FROM transactions
WHERE account = {account:String} AND (
  refers_to = {id:String} OR (
    key = xxHash64(concat({account:String}, '\0', {refers_to:String})) AND id = {refers_to:String}))
ORDER BY id != {refers_to:String}, occurred_at, id
LIMIT {limit:UInt32};
