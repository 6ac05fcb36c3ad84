-- For the bench only: spend and entries of one account by category from the ledger alone.
SELECT category, sumIf(credits, type = 'spend') AS spend, count() AS entries
FROM transactions
WHERE account = {account:String}
  AND occurred_at >= toDateTime({from:UInt32}, 'UTC') AND occurred_at < toDateTime({to:UInt32}, 'UTC')
GROUP BY category
ORDER BY category;
