-- Writes down which stretch of the log a batch is made of, before it is inserted.
INSERT INTO ingest_log (
  kind, batch, topic, partition, first_offset, last_offset, entries, received_to, stored_at, epoch,
  cluster, partitions, fingerprint
) SETTINGS async_insert = 0
{{rows}};
