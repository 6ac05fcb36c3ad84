-- Per-category breakdown: sums per account, category and day in UTC. Serves breakdowns over long
-- ranges: whole days from here, the two edges from the quarter hours.
CREATE TABLE IF NOT EXISTS category_usage_per_day {{on_cluster}} (
  account  String,
  day      Date,
  category LowCardinality(String),
  spend    Decimal(38, 6),
  purchase Decimal(38, 6),
  refund   Decimal(38, 6),
  bonus    Decimal(38, 6),
  entries  UInt64
) ENGINE = {{replicated}}SummingMergeTree
ORDER BY (account, day, category)
SETTINGS {{deduplication_window}};

CREATE MATERIALIZED VIEW IF NOT EXISTS category_usage_per_day_mv {{on_cluster}} TO category_usage_per_day AS
SELECT
  account,
  toDate(occurred_at) AS day,
  category,
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  count()                           AS entries
FROM transactions
GROUP BY account, day, category;
