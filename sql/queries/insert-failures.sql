-- Keeps the failures of a batch. Equal rows replace each other, so a repeat needs no token.
INSERT INTO failures (
  account, id, refers_to, reason, occurred_at, operation, description, actor, properties, received_at,
  content, topic, partition, offset, batch
) SETTINGS async_insert = 0
{{rows}};
