-- Which of these keys are held by failures, with content hash and place in the log; with `names` 1, a
-- failure names the spend with that key. Reads the keys of the whole table, which is small.
SELECT known AS key, names, content, topic, partition, offset, batch
FROM failures ARRAY JOIN [key, spend_key] AS known, [0, 1] AS names
WHERE known IN {keys:Array(UInt64)};
