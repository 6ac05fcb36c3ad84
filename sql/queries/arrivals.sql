-- Events that arrived in a stretch of time, by what became of them. `first` is the quarter of an hour in
-- which counting began at all. Instants in epoch seconds. Key (bucket, fate): reads what is counted.
SELECT
  fate,
  sumIf(events, bucket >= {from:UInt64} AND bucket < {to:UInt64}) AS counted,
  min(bucket) AS first
FROM arrivals
GROUP BY fate;
