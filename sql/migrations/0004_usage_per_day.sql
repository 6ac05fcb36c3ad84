-- Daily totals per account, days in UTC. Serves balances at a place in the ledger, positions of pages,
-- and the whole days inside long ranges.
CREATE TABLE IF NOT EXISTS usage_per_day {{on_cluster}} (
  account  String,
  day      Date,
  spend    Decimal(38, 6),
  purchase Decimal(38, 6),
  refund   Decimal(38, 6),
  bonus    Decimal(38, 6),
  entries  UInt64
) ENGINE = {{replicated}}SummingMergeTree
ORDER BY (account, day)
SETTINGS {{deduplication_window}};

CREATE MATERIALIZED VIEW IF NOT EXISTS usage_per_day_mv {{on_cluster}} TO usage_per_day AS
SELECT
  account,
  toDate(occurred_at) AS day,
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  count()                           AS entries
FROM transactions
GROUP BY account, day;
