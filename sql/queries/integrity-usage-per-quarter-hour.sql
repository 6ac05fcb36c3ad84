-- Compares usage_per_quarter_hour with a recount from the ledger: how many of its keys there are,
-- how many of them differ, by how many credits in all, and the first hundred. A range of both
-- tables' key: from (account, from) on, up to and without (last_account, to); instants in epoch
-- seconds, on quarter hours.
SELECT
  count()                         AS groups,
  countIf(differs)                AS differing,
  sum(abs(in_rollup - in_ledger)) AS drift,
  groupArrayIf(100)((
    map('account', account, 'bucket', formatDateTime(bucket, '%FT%T.000Z'), 'category', toString(category),
        'type', toString(type)),
    map('credits', toString(in_rollup), 'entries', toString(entries_in_rollup)),
    map('credits', toString(in_ledger), 'entries', toString(entries_in_ledger))
  ), differs)                     AS keys
FROM (
  SELECT
    account, bucket, category, type,
    sum(stored)          AS in_rollup,
    sum(counted)         AS in_ledger,
    sum(stored_entries)  AS entries_in_rollup,
    sum(counted_entries) AS entries_in_ledger,
    in_rollup != in_ledger OR entries_in_rollup != entries_in_ledger AS differs
  FROM (
    SELECT
      account, bucket, category, type,
      credits AS stored, entries AS stored_entries, toDecimal128(0, 6) AS counted, toUInt64(0) AS counted_entries
    FROM usage_per_quarter_hour
    WHERE account >= {account:String} AND account <= {last_account:String}
      AND (account > {account:String} OR bucket >= toDateTime({from:UInt32}, 'UTC'))
      AND (account < {last_account:String} OR bucket < toDateTime({to:UInt32}, 'UTC'))
    UNION ALL
    SELECT
      account, toStartOfFifteenMinutes(occurred_at) AS bucket, category, type,
      toDecimal128(0, 6), toUInt64(0), toDecimal128(credits, 6), toUInt64(1)
    FROM transactions
    WHERE account >= {account:String} AND account <= {last_account:String}
      AND (account > {account:String} OR occurred_at >= toDateTime({from:UInt32}, 'UTC'))
      AND (account < {last_account:String} OR occurred_at < toDateTime({to:UInt32}, 'UTC'))
  )
  GROUP BY account, bucket, category, type
);
