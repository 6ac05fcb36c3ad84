-- Views that somebody gave a name to: addresses of the dashboard. Versioned rows, so that every change stays
-- on record; the highest version of a view holds, and one without a name is gone. Key (owner, id, version): a
-- few hundred rows at most of each owner, read as a whole.
CREATE TABLE IF NOT EXISTS saved_views {{on_cluster}} (
  owner   String,                        -- who keeps it: admin, key:ID
  id      String,                        -- unique among the owner's
  version UInt64,                        -- epoch milliseconds of the change
  name    String,                        -- empty: removed
  address String CODEC(ZSTD(1)),         -- path and query, without the host
  shared  UInt8                          -- 1: for everybody who may read all accounts
) ENGINE = {{replicated}}MergeTree
ORDER BY (owner, id, version);
