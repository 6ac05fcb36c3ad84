-- Spend of all accounts by day.
SELECT CAST(CAST(date_trunc('day', occurred_at) AS date) AS text), sum(credits)
FROM transactions
WHERE type = 'spend' AND occurred_at >= CAST($from AS timestamp) AND occurred_at < CAST($to AS timestamp)
GROUP BY date_trunc('day', occurred_at) ORDER BY 1
