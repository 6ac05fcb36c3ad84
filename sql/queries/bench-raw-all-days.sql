-- For the bench only: spend of all accounts by day from the ledger alone, which has no order for it.
SELECT toString(toDate(occurred_at, 'UTC')) AS bucket, sum(credits) AS spend
FROM transactions
WHERE type = 'spend'
  AND occurred_at >= toDateTime({from:UInt32}, 'UTC') AND occurred_at < toDateTime({to:UInt32}, 'UTC')
GROUP BY bucket
ORDER BY bucket;
