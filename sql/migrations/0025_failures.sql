-- The failures that were accepted, one row each: they move no credits and so stand beside the ledger.
-- Ids are unique over both, and writers look for known ids in both. Key (account, id): one event's
-- story, and a row that is stored again replaces itself. Small: one row for an operation that failed.
CREATE TABLE IF NOT EXISTS failures {{on_cluster}} (
  account     String,
  id          String,
  refers_to   String,                          -- the spend to be refunded; it may come later
  reason      Enum8('generation_failure' = 1, 'server_error' = 2, 'timeout' = 3),
  occurred_at DateTime64(3, 'UTC'),
  operation   LowCardinality(String),          -- empty text means: not sent, here and below
  description String CODEC(ZSTD(1)),
  actor       String CODEC(ZSTD(1)),
  properties  Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  received_at DateTime64(3, 'UTC'),
  content     UInt64,                          -- xxHash64 of the event as sent: duplicate or conflict
  topic       LowCardinality(String),          -- empty: did not come through the log
  partition   UInt16,
  offset      UInt64,
  batch       UInt64,                          -- number of the writer's batch
  key         UInt64 MATERIALIZED xxHash64(concat(account, '\0', id)),
  spend_key   UInt64 MATERIALIZED xxHash64(concat(account, '\0', refers_to)) -- key of the spend
) ENGINE = {{replicated}}ReplacingMergeTree
ORDER BY (account, id);
