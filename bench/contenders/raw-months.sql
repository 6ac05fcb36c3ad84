-- Spend of one account by month and category.
SELECT CAST(CAST(date_trunc('month', occurred_at) AS date) AS text), category, sum(credits)
FROM transactions
WHERE account = $account AND type = 'spend' AND occurred_at >= CAST($from AS timestamp) AND occurred_at < CAST($to AS timestamp)
GROUP BY date_trunc('month', occurred_at), category ORDER BY 1, 2
