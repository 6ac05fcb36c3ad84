-- The rule by which a day counts as one of high use. Versioned rows, so that every change stays on record:
-- the highest version holds, and without any the rule of the program does. Key (version): a handful of
-- rows, read as a whole.
CREATE TABLE IF NOT EXISTS high_usage_rules {{on_cluster}} (
  version     UInt64,                    -- epoch milliseconds of the change
  deviations  Decimal(18, 6),            -- how many times 1.4826 × the median absolute deviation above the median
  ratio       Decimal(18, 6),            -- how many times the median
  floor       Decimal(18, 6),            -- credits that a day has at least
  weeks       UInt16,                    -- weeks before a day whose same weekday it is measured by
  samples     UInt16,                    -- with fewer of these, all of the last recent_days count
  recent_days UInt16,
  actor       String                     -- who set it: admin, key:ID
) ENGINE = {{replicated}}MergeTree
ORDER BY version;
