-- Adds what a process counted since it did so before; the token makes a repeat count once.
INSERT INTO arrivals (bucket, fate, events) SETTINGS
  async_insert = 0,
  {{deduplication_token}}
  optimize_on_insert = 0
{{rows}};
