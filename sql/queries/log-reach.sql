-- How far the stored batches reach into each partition of a topic. Reads the topic's rows of ingest_log,
-- the first column of its key; no row for a partition of which nothing is stored.
SELECT partition, max(last_offset) AS last_offset
FROM ingest_log
WHERE topic = {topic:String}
GROUP BY partition;
