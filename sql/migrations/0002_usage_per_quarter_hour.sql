-- Sums per account, quarter of an hour, category and type: the finest grain that still adds up to days
-- in any zone, also those at :30 and :45. Every chart, total and balance of an account is a range of
-- this key. The type is part of the key: an event has one, so there is one value to store, not four.
-- The view only renames; merges add up. Grouping each batch beforehand takes longer than it saves.
-- Not partitioned: a repeated batch must meet its own earlier part.
CREATE TABLE IF NOT EXISTS usage_per_quarter_hour {{on_cluster}} (
  account  String,
  bucket   DateTime('UTC'),
  category LowCardinality(String),
  type     Enum8('spend' = 1, 'purchase' = 2, 'refund' = 3, 'bonus' = 4),
  credits  Decimal(38, 6),                                  -- room for 10^20 of the largest events
  entries  UInt64
) ENGINE = {{replicated}}SummingMergeTree
ORDER BY (account, bucket, category, type)
SETTINGS {{deduplication_window}};

CREATE MATERIALIZED VIEW IF NOT EXISTS usage_per_quarter_hour_mv {{on_cluster}} TO usage_per_quarter_hour AS
SELECT
  account,
  toStartOfFifteenMinutes(occurred_at) AS bucket,
  category,
  type,
  toDecimal128(credits, 6) AS credits,
  toUInt64(1)              AS entries
FROM transactions;
