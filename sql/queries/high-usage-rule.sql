-- The rule in force, if anybody ever set one. `version` is in epoch milliseconds. Key (version).
SELECT version, deviations, ratio, floor, weeks, samples, recent_days, actor
FROM high_usage_rules
ORDER BY version DESC
LIMIT 1;
