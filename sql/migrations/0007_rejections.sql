-- What arrived and was not counted: conflicts, refused events and unreadable messages, kept for review.
-- `id` is a hash of the thing itself (and of its place in the log), so the same thing again replaces
-- itself. Key (account, id): reviews are per account.
CREATE TABLE IF NOT EXISTS rejections {{on_cluster}} (
  account     String,                      -- as far as it could be read, else empty
  id          UInt64,
  event_id    String,                      -- as far as it could be read, else empty
  reason      Enum8('conflict' = 1, 'rejected' = 2, 'unreadable' = 3),
  errors      String CODEC(ZSTD(1)),       -- JSON: [{ pointer, code, message }]
  differs     String CODEC(ZSTD(1)),       -- JSON: [{ field, stored, sent }], for conflicts
  raw         String CODEC(ZSTD(1)),       -- the bytes as they arrived, cut at a stated length
  topic       LowCardinality(String),      -- empty: did not come through the log
  partition   UInt16,
  offset      UInt64,
  received_at DateTime64(3, 'UTC')
) ENGINE = {{replicated}}ReplacingMergeTree(received_at)
ORDER BY (account, id);
