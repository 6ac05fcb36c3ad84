-- The newest intent or gap of each partition of a topic; instants in epoch milliseconds. Reads the
-- topic's rows of ingest_log, the first columns of its key.
SELECT
  partition,
  max(batch) AS sequence,
  argMax((kind, first_offset, last_offset, toUnixTimestamp64Milli(received_to)), batch) AS stretch,
  argMax((epoch, cluster, partitions, fingerprint), batch) AS origin
FROM ingest_log
WHERE topic = {topic:String} AND kind != 'stored'
GROUP BY partition;
