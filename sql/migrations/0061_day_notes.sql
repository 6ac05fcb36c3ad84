-- Notes that people pinned to days. Versioned rows, so that every change stays on record; the highest
-- version of a day holds, and one without a text is gone. Key (account, day, version): read by stretches of days.
CREATE TABLE IF NOT EXISTS day_notes {{on_cluster}} (
  account String,                        -- empty: over all accounts
  day     Date,                          -- in whatever zone the day was looked at
  version UInt64,                        -- epoch milliseconds of the change
  text    String CODEC(ZSTD(1)),         -- empty: taken off
  actor   String                         -- who wrote it: admin, key:ID
) ENGINE = {{replicated}}MergeTree
ORDER BY (account, day, version);
