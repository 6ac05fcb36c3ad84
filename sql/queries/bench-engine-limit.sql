-- For the bench only: the engine's own way to fill the ledger, with the same views behind it. Row n is
-- the event that bench/events.ts makes of n.
INSERT INTO transactions (
  account, id, type, operation, category, category_source, description, description_source, credits,
  occurred_at, received_at, content, batch
) SETTINGS
  async_insert = 0,
  insert_deduplication_token = {token:String},
  deduplicate_blocks_in_dependent_materialized_views = 1,
  optimize_on_insert = 0
SELECT
  concat('account-', toString(number * 7919 % {accounts:UInt32})),
  concat('event-', toString(number)),
  if(number % 100 = 0, 'purchase', 'spend'),
  concat('operation-', toString(number % 12)),
  concat('category-', toString(number % 5)),
  'event',
  concat('Tool: operation-', toString(number % 12)),
  'event',
  toDecimal64(number % 5000 + 1, 6) / 100,
  fromUnixTimestamp64Milli(toInt64({first_at:Int64} + number * 104729 % 5184000000), 'UTC'),
  fromUnixTimestamp64Milli(toInt64({first_at:Int64} + number), 'UTC'),
  xxHash64(number),
  {batch:UInt64}
FROM numbers({from:UInt64}, {count:UInt64});
