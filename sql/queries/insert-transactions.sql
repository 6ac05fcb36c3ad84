-- Stores a batch. The token makes a repeat of the same batch count once, here and in every view;
-- `async_insert` would set it aside. Years are partitions, and a batch may hold events of any age.
INSERT INTO transactions (
  account, id, type, operation, credits, occurred_at, quantity, unit, reference, refers_to, amount,
  currency, actor, properties, category_source, category, description_source, description, received_at,
  content, topic, partition, offset, batch
) SETTINGS
  async_insert = 0,
  {{deduplication_token}}
  deduplicate_blocks_in_dependent_materialized_views = 1,
  max_partitions_per_insert_block = 0
{{rows}};
