-- Which of these keys are stored, the content hash of each, and where in the log and in which batch it stood. Reads the projection by_key.
SELECT key, content, topic, partition, offset, batch FROM transactions WHERE key IN {keys:Array(UInt64)};
