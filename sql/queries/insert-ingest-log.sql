-- Notes which stretches of the log a stored batch held.
INSERT INTO ingest_log (
  batch, topic, partition, first_offset, last_offset, entries, received_to, stored_at
) SETTINGS async_insert = 0
{{rows}};
