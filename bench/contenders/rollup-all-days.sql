-- As raw-all-days, from the totals.
SELECT CAST(CAST(date_trunc('day', bucket) AS date) AS text), sum(credits)
FROM totals
WHERE type = 'spend' AND bucket >= CAST($from AS timestamp) AND bucket < CAST($to AS timestamp)
GROUP BY date_trunc('day', bucket) ORDER BY 1
