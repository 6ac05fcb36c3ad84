-- How many events arrived, by what became of them: what the ledger cannot tell, since a duplicate leaves
-- no trace in it. Each process adds what it counted, every few seconds, under a token that lets it try
-- again. Key (bucket, fate): questions are about stretches of time.
CREATE TABLE IF NOT EXISTS arrivals {{on_cluster}} (
  bucket UInt64,                         -- epoch seconds: quarter of an hour in which they were counted
  fate   Enum8('accepted' = 1, 'duplicate' = 2, 'conflict' = 3, 'rejected' = 4, 'unreadable' = 5),
  events UInt64
) ENGINE = {{replicated}}SummingMergeTree
ORDER BY (bucket, fate)
SETTINGS {{deduplication_window}};
