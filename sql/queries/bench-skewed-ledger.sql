-- For the bench only: entries as a product has them. One account holds a tenth of them, of the others
-- the first ones most; many operations, few categories; instants spread evenly over the days.
INSERT INTO transactions (
  account, id, type, operation, category, category_source, description, description_source, credits,
  occurred_at, received_at, content, batch
) SETTINGS
  async_insert = 0,
  insert_deduplication_token = {token:String},
  deduplicate_blocks_in_dependent_materialized_views = 1,
  optimize_on_insert = 0
WITH
  number AS n,
  xxHash64(n, 1) AS a,
  xxHash64(n, 2) AS b,
  a % 12 AS number_of_operation,
  if(b % 10 = 0, 0, toUInt32(floor(20000 * pow((a % 1000000) / 1000000, 3)))) AS number_of_account
SELECT
  concat('account-', toString(number_of_account)),
  concat('event-', toString(n)),
  multiIf(b % 100 < 95, 'spend', b % 100 < 97, 'refund', b % 100 < 99, 'purchase', 'bonus') AS kind,
  if(kind = 'spend', concat('operation-', toString(number_of_operation)), kind),
  if(kind = 'spend', concat('category-', toString(number_of_operation % 5)), 'Billing'),
  'event',
  '',
  'default',
  toDecimal64(a % 5000 + 1, 6) / 100,
  fromUnixTimestamp64Milli(
    toInt64({first_at:Int64} + xxHash64(n, 3) % ({days:UInt64} * 86400000)), 'UTC'),
  fromUnixTimestamp64Milli(toInt64({first_at:Int64}), 'UTC'),
  xxHash64(n),
  1
FROM numbers({from:UInt64}, {count:UInt64});
