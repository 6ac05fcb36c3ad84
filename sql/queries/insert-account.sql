-- Adds a version of an account's settings.
INSERT INTO accounts (
  account, version, name, time_zone, plan, allowance, period_anchor_day, low_balance_mark, about
) SETTINGS async_insert = 0
{{rows}};
