-- The stretches of the log that were given up by name, newest first; instants in epoch milliseconds.
-- Reads ingest_log. A gap may stand there twice, when its record was cut off and written again.
SELECT
  topic,
  partition,
  first_offset AS first,
  last_offset AS last,
  toUnixTimestamp64Milli(min(stored_at)) AS given_up_at
FROM ingest_log
WHERE kind = 'gap'
GROUP BY topic, partition, first, last
ORDER BY given_up_at DESC, topic, partition, first
LIMIT {limit:UInt32};
