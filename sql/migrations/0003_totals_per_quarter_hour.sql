-- Sums over all accounts per quarter of an hour, category and operation: what operations and analysts
-- look at. Key begins with the bucket, since every question is about a stretch of time.
CREATE TABLE IF NOT EXISTS totals_per_quarter_hour {{on_cluster}} (
  bucket    DateTime('UTC'),
  category  LowCardinality(String),
  operation LowCardinality(String),
  spend    Decimal(38, 6),
  purchase Decimal(38, 6),
  refund   Decimal(38, 6),
  bonus    Decimal(38, 6),
  entries  UInt64
) ENGINE = {{replicated}}SummingMergeTree
ORDER BY (bucket, category, operation)
SETTINGS {{deduplication_window}};

CREATE MATERIALIZED VIEW IF NOT EXISTS totals_per_quarter_hour_mv {{on_cluster}} TO totals_per_quarter_hour AS
SELECT
  toStartOfFifteenMinutes(occurred_at) AS bucket,
  category,
  operation,
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  count()                           AS entries
FROM transactions
GROUP BY bucket, category, operation;
