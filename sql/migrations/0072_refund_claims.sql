-- Which process makes a refund that is missing, where several could: a claim's deduplication token holds spend and
-- attempt, so that of all that are made at once one is stored. Key (account, spend): read for a few spends.
CREATE TABLE IF NOT EXISTS refund_claims {{on_cluster}} (
  account String,
  spend   String,
  attempt UInt16,                        -- the next one when who claimed it has not made it within a day
  holder  String,                        -- a name of the process that outlives its end, as its journal does
  at      UInt64                         -- epoch milliseconds
) ENGINE = {{replicated}}MergeTree
ORDER BY (account, spend, attempt)
SETTINGS {{deduplication_window}};
