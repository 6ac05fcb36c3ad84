-- Stores a batch. The token makes a repeat of the same batch count once, here and in every view;
-- `async_insert` would set it aside. Rows that a merge will add up are not added up before.
INSERT INTO transactions (
  account, id, type, operation, credits, occurred_at, quantity, unit, reference, refers_to, amount,
  currency, actor, properties, category_source, category, description_source, description, received_at,
  content, topic, partition, offset, batch
) SETTINGS
  async_insert = 0,
  {{deduplication_token}}
  deduplicate_blocks_in_dependent_materialized_views = 1,
  optimize_on_insert = 0
{{rows}};
