-- What somebody decided about a rejection: retried, or dismissed with a note. Versioned rows, so that
-- every decision stays on record; the highest version of a rejection holds, and one without a row is
-- open. Key (account, rejection): on a cluster a rejection and its resolutions are on one shard.
CREATE TABLE IF NOT EXISTS rejection_resolutions {{on_cluster}} (
  account       String,                    -- of the rejection, as in `rejections`
  rejection     UInt64,                    -- its id
  version       UInt64,                    -- epoch milliseconds of the decision
  state         Enum8('retried' = 1, 'resolved' = 2), -- retried: the event is in the log, its fate not known yet
  action        Enum8('retry' = 1, 'dismiss' = 2),
  fate          LowCardinality(String),    -- of the event that was sent; empty when dismissed
  event_account String,                    -- the event that was sent; empty when dismissed
  event_id      String,
  note          String CODEC(ZSTD(1))      -- why it was dismissed; empty when retried
) ENGINE = {{replicated}}MergeTree
ORDER BY (account, rejection, version);
