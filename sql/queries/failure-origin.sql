-- One stored failure and where it came from. One key of failures.
SELECT
  refers_to, reason, toUnixTimestamp64Milli(occurred_at) AS occurred_at, operation, description,
  toUnixTimestamp64Milli(received_at) AS received_at, topic, partition, offset, batch
FROM failures
WHERE account = {account:String} AND id = {id:String}
LIMIT 1;
