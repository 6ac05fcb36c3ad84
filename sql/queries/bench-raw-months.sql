-- For the bench only: spend of one account by month and category from the ledger alone.
SELECT toString(toStartOfMonth(occurred_at, 'UTC')) AS bucket, category, sum(credits) AS spend
FROM transactions
WHERE account = {account:String} AND type = 'spend'
  AND occurred_at >= toDateTime({from:UInt32}, 'UTC') AND occurred_at < toDateTime({to:UInt32}, 'UTC')
GROUP BY bucket, category
ORDER BY bucket, category;
