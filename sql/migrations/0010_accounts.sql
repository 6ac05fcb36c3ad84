-- Settings of an account: name, zone, plan. Versioned rows, so that every change stays on record; the
-- highest version holds. An account that only events have named has no row and the defaults.
CREATE TABLE IF NOT EXISTS accounts {{on_cluster}} (
  account           String,
  version           UInt64,                -- epoch milliseconds of the change
  name              String,
  time_zone         String,                -- IANA
  plan              Nullable(String),
  allowance         Nullable(Decimal(18, 6)),
  period_anchor_day UInt8,                 -- 1 to 31
  low_balance_mark  Nullable(Decimal(18, 6)),
  about             Nullable(String)
) ENGINE = {{replicated}}MergeTree
ORDER BY (account, version);
