-- Spend of all accounts by day and category.
SELECT CAST(CAST(date_trunc('day', occurred_at) AS date) AS text), category, sum(credits)
FROM transactions
WHERE type = 'spend' AND occurred_at >= CAST($from AS timestamp) AND occurred_at < CAST($to AS timestamp)
GROUP BY date_trunc('day', occurred_at), category ORDER BY 1, 2
