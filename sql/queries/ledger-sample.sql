-- How many entries some quarter hours hold, and count and sums by type of those that filters
-- let through: the sample that an estimate rests on. Each quarter is one range of the ledger's key.
SELECT
  sumIf(credits, matches AND type = 'spend')    AS spend,
  sumIf(credits, matches AND type = 'purchase') AS purchase,
  sumIf(credits, matches AND type = 'refund')   AS refund,
  sumIf(credits, matches AND type = 'bonus')    AS bonus,
  countIf(matches)                              AS entries,
  count()                                       AS sampled
FROM (
  SELECT type, credits, {{transaction_filters}} AS matches
  FROM transactions
  WHERE account = {account:String}
    AND toStartOfFifteenMinutes(occurred_at) IN {quarters:Array(DateTime)}
);
