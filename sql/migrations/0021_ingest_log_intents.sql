-- Makes ingest_log the place of intents: a row is written before its batch is inserted, and says all
-- that is needed to make exactly that batch again. For these rows `batch` counts within the partition.
-- Rows of before stay as they are ('stored'), and say how far their warehouse had got.
ALTER TABLE ingest_log {{on_cluster}}
  ADD COLUMN IF NOT EXISTS kind Enum8('stored' = 0, 'intent' = 1, 'gap' = 2) DEFAULT 'stored',
                                                               -- gap: given up by an operator, never read
  ADD COLUMN IF NOT EXISTS epoch LowCardinality(String),       -- new when log or warehouse were replaced
  ADD COLUMN IF NOT EXISTS cluster LowCardinality(String),     -- id of the Kafka cluster
  ADD COLUMN IF NOT EXISTS partitions UInt16,                  -- of the topic, when the batch was cut
  ADD COLUMN IF NOT EXISTS fingerprint String;                 -- of the message at last_offset
