-- Sums per account, category and quarter of an hour: the finest grain that still adds up to days in
-- any zone, also those at :30 and :45. Serves charts, billing periods and the edges of long ranges.
-- One column per type (one row per type takes twice the bytes). Not partitioned: a repeated batch must
-- meet its own earlier part.
CREATE TABLE IF NOT EXISTS usage_per_quarter_hour {{on_cluster}} (
  account  String,
  bucket   DateTime('UTC'),
  category LowCardinality(String),
  spend    Decimal(38, 6),
  purchase Decimal(38, 6),
  refund   Decimal(38, 6),
  bonus    Decimal(38, 6),
  entries  UInt64
) ENGINE = {{replicated}}SummingMergeTree
ORDER BY (account, bucket, category)
SETTINGS {{deduplication_window}};

CREATE MATERIALIZED VIEW IF NOT EXISTS usage_per_quarter_hour_mv {{on_cluster}} TO usage_per_quarter_hour AS
SELECT
  account,
  toStartOfFifteenMinutes(occurred_at) AS bucket,
  category,
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  count()                           AS entries
FROM transactions
GROUP BY account, bucket, category;
