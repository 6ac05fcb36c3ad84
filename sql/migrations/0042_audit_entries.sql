-- Administrative acts, one row each, written before the act: nothing is done without a record. Key
-- (at, id): pages of the newest. Holds no key, token or cookie.
CREATE TABLE IF NOT EXISTS audit_entries {{on_cluster}} (
  at      UInt64,                        -- epoch milliseconds
  id      UInt64,                        -- random
  actor   String,                        -- admin, key:ID or token:ACCOUNT
  act     LowCardinality(String),        -- key.create, account.put, …
  target  String,                        -- what it was done to: an id, an account's name
  details String CODEC(ZSTD(1)),         -- a JSON object
  request String                         -- the request's id, as in the log and in its answer
) ENGINE = {{replicated}}MergeTree
ORDER BY (at, id);
