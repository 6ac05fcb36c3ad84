-- Partitions of the log of which a batch was put on record. Reads all of ingest_log.
SELECT DISTINCT topic, partition
FROM ingest_log
WHERE kind = 'intent'
ORDER BY topic, partition;
