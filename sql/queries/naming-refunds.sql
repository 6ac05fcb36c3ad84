-- The refunds that name these spends, and where in the log they stood. Reads the references in the ranges
-- of these accounts (first column of the key), most of which are empty.
SELECT
  account, id, refers_to, credits, toUnixTimestamp64Milli(received_at) AS received_at,
  properties['failure'] AS failure, topic, partition, offset, batch
FROM transactions
WHERE account IN {accounts:Array(String)} AND refers_to IN {ids:Array(String)} AND type = 'refund';
