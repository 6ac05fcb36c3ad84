-- Which stretch of which partition went into which batch: one row per partition of a batch, written
-- once the batch is stored. Says how far the figures reach into the log. No deduplication window, so
-- that equal rows stay.
CREATE TABLE IF NOT EXISTS ingest_log {{on_cluster}} (
  batch        UInt64,
  topic        LowCardinality(String),
  partition    UInt16,
  first_offset UInt64,
  last_offset  UInt64,
  entries      UInt64,                     -- events of the stretch that were read, whatever their fate
  received_to  DateTime64(3, 'UTC'),       -- when the newest of them arrived
  stored_at    DateTime64(3, 'UTC')
) ENGINE = {{replicated}}MergeTree
ORDER BY (topic, partition, batch);
