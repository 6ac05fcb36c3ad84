-- When each API key was used last. Every process adds what it saw, at most once a minute for all of its keys, and
-- merges keep the latest. Key (id): one row a key, once merged.
CREATE TABLE IF NOT EXISTS key_uses {{on_cluster}} (
  id      String,
  used_at UInt64                         -- epoch milliseconds
) ENGINE = {{replicated}}ReplacingMergeTree(used_at)
ORDER BY id;
