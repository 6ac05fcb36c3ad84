-- The events that refer to one, oldest first, and how many there are. Of the account's range (first
-- column of the key) only the references are read, most of which are empty.
SELECT
  id, type, operation, toString(delta) AS credits, toUnixTimestamp64Milli(occurred_at) AS occurred_at,
  count() OVER () AS in_all
FROM transactions
WHERE account = {account:String} AND refers_to = {id:String}
ORDER BY occurred_at, id
LIMIT {limit:UInt32};
