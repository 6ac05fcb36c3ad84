-- For the bench only: a ledger as a product has it. Of a hundred thousand accounts one holds 6 % of the
-- entries, of the others the first ones most; instants spread evenly over the days; most spends say what
-- they were for, as events of a product do. Row n depends on n alone.
INSERT INTO transactions (
  account, id, type, operation, category, category_source, description, description_source, credits,
  occurred_at, quantity, unit, reference, actor, properties, received_at, content, batch
) SETTINGS
  async_insert = 0,
  insert_deduplication_token = {token:String},
  deduplicate_blocks_in_dependent_materialized_views = 1,
  optimize_on_insert = 0
WITH
  number AS n,
  xxHash64(n, 1) AS a,
  xxHash64(n, 2) AS b,
  xxHash64(n, 3) AS c,
  c % 12 AS number_of_operation,
  if(b % 100 < 6, 0, 1 + toUInt32(floor(99999 * pow((a % 1000000) / 1000000, 3)))) AS number_of_account,
  multiIf(c % 1000 < 950, 'spend', c % 1000 < 970, 'refund', c % 1000 < 990, 'purchase', 'bonus') AS kind
SELECT
  concat('account-', toString(number_of_account)),
  concat('evt_', lower(hex(a))),
  kind,
  if(kind = 'spend', concat('operation-', toString(number_of_operation)), kind),
  if(kind = 'spend', concat('category-', toString(number_of_operation % 5)), 'Billing'),
  'event',
  if(kind = 'spend', concat('Tool: operation-', toString(number_of_operation)), kind),
  'catalog',
  toDecimal64(if(kind = 'purchase', 100000, a % 5000 + 1), 6) / 100,
  fromUnixTimestamp64Milli(
    toInt64({first_at:Int64} + xxHash64(n, 4) % ({days:UInt64} * 86400000)), 'UTC'),
  if(kind = 'spend', toDecimal64(1 + b % 8, 6), NULL),
  if(kind = 'spend', 'images', ''),
  if(kind = 'spend', concat('job_', toString(n)), ''),
  concat('user-', toString(b % 20)),
  if(kind = 'spend', map('model', concat('model-', toString(b % 6)), 'size', '1024x1024'), map()),
  fromUnixTimestamp64Milli(toInt64({first_at:Int64} + xxHash64(n, 4) % ({days:UInt64} * 86400000) + 800), 'UTC'),
  xxHash64(n),
  1
FROM numbers({from:UInt64}, {count:UInt64});
