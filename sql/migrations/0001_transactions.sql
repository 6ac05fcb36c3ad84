-- The ledger: one row per accepted transaction. Everything else can be rebuilt from it.
-- Key (account, occurred_at, id): a ledger page, a balance and an account's day are one short range,
-- and the order is the one in which balances run. Not partitioned: a page of one account touches every
-- part of a partition, and a batch that spans two years was twice as dear to insert as one part.
-- The deduplication window keeps the tokens of the last batches, so that a batch repeated after a
-- crash counts once, here and in every view's target.
CREATE TABLE IF NOT EXISTS transactions {{on_cluster}} (
  account            String,
  id                 String CODEC(ZSTD(1)),                 -- unique within the account, for ever
  type               Enum8('spend' = 1, 'purchase' = 2, 'refund' = 3, 'bonus' = 4),
  operation          LowCardinality(String),
  category           LowCardinality(String),                -- settled when stored: event, else catalog, else Other
  category_source    Enum8('event' = 1, 'catalog' = 2, 'default' = 3),
  description        String CODEC(ZSTD(1)),                 -- settled likewise
  description_source Enum8('event' = 1, 'catalog' = 2, 'default' = 3),
  credits            Decimal(18, 6) CODEC(T64, ZSTD(1)),    -- positive; the sign follows from the type
  delta              Decimal(18, 6) ALIAS if(type = 'spend', -credits, credits),
  occurred_at        DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  quantity           Nullable(Decimal(18, 6)) CODEC(ZSTD(1)),
  unit               LowCardinality(String),                -- empty text means: not sent, here and below
  reference          String CODEC(ZSTD(1)),
  refers_to          String CODEC(ZSTD(1)),                 -- the spend that a refund is about
  amount             Nullable(Decimal(18, 6)) CODEC(ZSTD(1)),
  currency           LowCardinality(String),
  actor              String CODEC(ZSTD(1)),
  properties         Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  received_at        DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  content            UInt64,                                -- xxHash64 of the event as sent: duplicate or conflict
  topic              LowCardinality(String),                -- empty: did not come through the log
  partition          UInt16,
  offset             UInt64 CODEC(Delta, ZSTD(1)),
  batch              UInt64 CODEC(Delta, ZSTD(1)),          -- number of the writer's batch
  key                UInt64 MATERIALIZED xxHash64(concat(account, '\0', id)),
  -- Finds known ids, what they were stored with and where they came from, without reading the ledger.
  PROJECTION by_key (SELECT key, content, topic, partition, offset ORDER BY key)
) ENGINE = {{replicated}}MergeTree
ORDER BY (account, occurred_at, id)
SETTINGS {{deduplication_window}};
