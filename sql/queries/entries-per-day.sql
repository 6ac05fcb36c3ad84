-- Entries of all accounts per day in UTC (epoch seconds), oldest first. All of totals_per_quarter_hour.
SELECT toUnixTimestamp(toStartOfDay(bucket)) AS at, sum(entries) AS entries
FROM totals_per_quarter_hour
GROUP BY at
ORDER BY at;
