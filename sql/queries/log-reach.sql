-- How far the batches reach that were stored before there were intents, in each partition of a topic.
-- Reads the topic's rows of ingest_log, the first column of its key; no row for a partition without.
SELECT partition, max(last_offset) AS last_offset
FROM ingest_log
WHERE topic = {topic:String} AND kind = 'stored'
GROUP BY partition;
