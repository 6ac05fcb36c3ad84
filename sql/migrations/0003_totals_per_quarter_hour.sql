-- Sums over all accounts per quarter of an hour, category, operation and type: what operations and
-- analysts look at. Key begins with the bucket, since every question is about a stretch of time.
-- Grouped before it is stored: a batch of live traffic comes down to a few hundred rows.
CREATE TABLE IF NOT EXISTS totals_per_quarter_hour {{on_cluster}} (
  bucket    DateTime('UTC'),
  category  LowCardinality(String),
  operation LowCardinality(String),
  type      Enum8('spend' = 1, 'purchase' = 2, 'refund' = 3, 'bonus' = 4),
  credits   Decimal(38, 6),
  entries   UInt64
) ENGINE = {{replicated}}SummingMergeTree
ORDER BY (bucket, category, operation, type)
SETTINGS {{deduplication_window}};

CREATE MATERIALIZED VIEW IF NOT EXISTS totals_per_quarter_hour_mv {{on_cluster}} TO totals_per_quarter_hour AS
SELECT
  toStartOfFifteenMinutes(occurred_at) AS bucket,
  category,
  operation,
  type,
  sum(credits) AS credits,
  count()      AS entries
FROM transactions
GROUP BY bucket, category, operation, type;
