-- The API keys that were made. Versioned rows, so that every change stays on record; the highest version
-- of a key holds. Key (id, version): small, and read as a whole by who checks keys. A key itself stands
-- nowhere: only its hash does.
CREATE TABLE IF NOT EXISTS api_keys {{on_cluster}} (
  id          String,
  version     UInt64,                    -- epoch milliseconds of the change
  name        String,
  hash        FixedString(32),           -- SHA-256 of the key
  starts_with String,                    -- the key's first characters, by which people know it again
  scopes      Array(LowCardinality(String)),
  everyone    UInt8,                     -- 1: all accounts, and the list is empty
  accounts    Array(String),
  created_at  UInt64,                    -- epoch milliseconds, here and below
  expires_at  UInt64,                    -- 0: never
  revoked_at  UInt64                     -- 0: it holds
) ENGINE = {{replicated}}MergeTree
ORDER BY (id, version);
