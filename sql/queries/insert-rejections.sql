-- Keeps what was not counted. Equal rows replace each other, so a repeat needs no token.
INSERT INTO rejections (
  account, id, event_id, reason, errors, differs, raw, topic, partition, offset, received_at
) SETTINGS async_insert = 0
{{rows}};
