-- Spend and entries of one account by category.
SELECT category, coalesce(sum(credits) FILTER (WHERE type = 'spend'), 0), count(*)
FROM transactions
WHERE account = $account AND occurred_at >= CAST($from AS timestamp) AND occurred_at < CAST($to AS timestamp)
GROUP BY category ORDER BY category
