-- Adds a version of the rule.
INSERT INTO high_usage_rules (version, deviations, ratio, floor, weeks, samples, recent_days, actor)
SETTINGS async_insert = 0
{{rows}};
