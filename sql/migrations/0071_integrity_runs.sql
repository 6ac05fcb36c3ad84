-- What each comparison of the rollups with the ledger came to, one row for each that ended, so that a start and
-- every other process tells the last one. Key (finished_at): the newest is read.
CREATE TABLE IF NOT EXISTS integrity_runs {{on_cluster}} (
  finished_at UInt64,                    -- epoch milliseconds
  started_at  UInt64,
  slices      UInt64,
  rollups     String CODEC(ZSTD(1)),     -- a JSON array: of each rollup what was compared, and the first keys that differ
  refunds     String                     -- a JSON object: how many failures were looked at, and refunds made up for
) ENGINE = {{replicated}}MergeTree
ORDER BY finished_at;
