-- For the bench only: bytes on disk of all tables, and of an event as JSON, about as it came.
SELECT
  toUInt64((SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = currentDatabase())) AS disk,
  toUInt64((SELECT count() FROM transactions)) AS rows,
  toUInt64(avg(length(formatRow('JSONEachRow', id, account, type, operation, category, toString(credits),
    occurred_at, quantity, unit, reference, actor, properties)))) AS json
FROM (SELECT * FROM transactions LIMIT 100000);
