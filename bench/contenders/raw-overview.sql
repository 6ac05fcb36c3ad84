-- The cards: lifetime sums, spend of the period so far and of the same stretch of the previous one, and of
-- the last two weeks (not shown by itself).
SELECT
  sum(credits) FILTER (WHERE type = 'spend'), sum(credits) FILTER (WHERE type = 'purchase'),
  sum(credits) FILTER (WHERE type = 'refund'), sum(credits) FILTER (WHERE type = 'bonus'), count(*),
  sum(credits) FILTER (WHERE type = 'spend' AND occurred_at >= CAST($from AS timestamp) AND occurred_at < CAST($to AS timestamp)),
  sum(credits) FILTER (WHERE type = 'spend' AND occurred_at >= CAST($from_before AS timestamp) AND occurred_at < CAST($to_before AS timestamp))
FROM transactions WHERE account = $account
