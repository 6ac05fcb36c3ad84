-- For the bench only: rows that were inserted, and rows that merges have written, since the engine began.
SELECT
  sumIf(value, event = 'MergeTreeDataWriterRows') AS inserted,
  sumIf(value, event = 'MergeWrittenRows')        AS merged
FROM system.events;
