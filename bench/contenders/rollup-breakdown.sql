-- As raw-breakdown, from the quarters of an hour.
SELECT category, coalesce(sum(credits) FILTER (WHERE type = 'spend'), 0), sum(entries)
FROM quarters
WHERE account = $account AND bucket >= CAST($from AS timestamp) AND bucket < CAST($to AS timestamp)
GROUP BY category ORDER BY category
