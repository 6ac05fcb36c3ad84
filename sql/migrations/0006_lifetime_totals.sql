-- Lifetime sums per account: one row each. Serves the cards, the balance and the list of accounts.
-- `last_batch` says up to which batch the sums reach: a view lags its source during an insert.
CREATE TABLE IF NOT EXISTS lifetime_totals {{on_cluster}} (
  account    String,
  spend      SimpleAggregateFunction(sum, Decimal(38, 6)),
  purchase   SimpleAggregateFunction(sum, Decimal(38, 6)),
  refund     SimpleAggregateFunction(sum, Decimal(38, 6)),
  bonus      SimpleAggregateFunction(sum, Decimal(38, 6)),
  entries    SimpleAggregateFunction(sum, UInt64),
  first_at   SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  last_at    SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  last_batch SimpleAggregateFunction(max, UInt64)
) ENGINE = {{replicated}}AggregatingMergeTree
ORDER BY account
SETTINGS {{deduplication_window}};

CREATE MATERIALIZED VIEW IF NOT EXISTS lifetime_totals_mv {{on_cluster}} TO lifetime_totals AS
SELECT
  account,
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  count()                           AS entries,
  min(occurred_at)                  AS first_at,
  max(occurred_at)                  AS last_at,
  max(batch)                        AS last_batch
FROM transactions
GROUP BY account;
