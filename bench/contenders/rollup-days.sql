-- As raw-days, from the quarters of an hour.
SELECT CAST(CAST(date_trunc('day', bucket) AS date) AS text), category, sum(credits)
FROM quarters
WHERE account = $account AND type = 'spend' AND bucket >= CAST($from AS timestamp) AND bucket < CAST($to AS timestamp)
GROUP BY date_trunc('day', bucket), category ORDER BY 1, 2
