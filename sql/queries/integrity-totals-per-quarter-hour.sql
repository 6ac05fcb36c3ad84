-- Compares totals_per_quarter_hour with a recount from the ledger, as integrity-usage-per-quarter-
-- hour, over all accounts, between two instants in epoch seconds, on quarter hours. The ledger is
-- not in order of time: this reads when each of its entries occurred.
SELECT
  count()                         AS groups,
  countIf(differs)                AS differing,
  sum(abs(in_rollup - in_ledger)) AS drift,
  groupArrayIf(100)((
    map('bucket', formatDateTime(bucket, '%FT%T.000Z'), 'category', toString(category),
        'operation', toString(operation), 'type', toString(type)),
    map('credits', toString(in_rollup), 'entries', toString(entries_in_rollup)),
    map('credits', toString(in_ledger), 'entries', toString(entries_in_ledger))
  ), differs)                     AS keys
FROM (
  SELECT
    bucket, category, operation, type,
    sum(stored)          AS in_rollup,
    sum(counted)         AS in_ledger,
    sum(stored_entries)  AS entries_in_rollup,
    sum(counted_entries) AS entries_in_ledger,
    in_rollup != in_ledger OR entries_in_rollup != entries_in_ledger AS differs
  FROM (
    SELECT
      bucket, category, operation, type,
      credits AS stored, entries AS stored_entries, toDecimal128(0, 6) AS counted, toUInt64(0) AS counted_entries
    FROM totals_per_quarter_hour
    WHERE bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')
    UNION ALL
    SELECT
      toStartOfFifteenMinutes(occurred_at) AS bucket, category, operation, type,
      toDecimal128(0, 6), toUInt64(0), toDecimal128(credits, 6), toUInt64(1)
    FROM transactions
    WHERE occurred_at >= toDateTime({from:UInt32}, 'UTC') AND occurred_at < toDateTime({to:UInt32}, 'UTC')
  )
  GROUP BY bucket, category, operation, type
);
