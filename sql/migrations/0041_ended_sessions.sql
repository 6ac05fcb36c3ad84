-- Sessions that somebody signed out of before their time: their cookies open nothing any more. Key
-- (expires_at, id): only those are read whose cookies would still hold.
CREATE TABLE IF NOT EXISTS ended_sessions {{on_cluster}} (
  expires_at UInt64,                     -- epoch milliseconds: from then on the cookie is over by itself
  id         String
) ENGINE = {{replicated}}MergeTree
ORDER BY (expires_at, id);
