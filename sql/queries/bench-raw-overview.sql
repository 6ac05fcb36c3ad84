-- For the bench only: the cards from the ledger alone. Instants in epoch seconds.
SELECT
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  count()                           AS entries,
  sumIf(credits, type = 'spend' AND occurred_at >= toDateTime({from:UInt32}, 'UTC')
    AND occurred_at < toDateTime({to:UInt32}, 'UTC')) AS used,
  sumIf(credits, type = 'spend' AND occurred_at >= toDateTime({from_before:UInt32}, 'UTC')
    AND occurred_at < toDateTime({to_before:UInt32}, 'UTC')) AS used_previous
FROM transactions
WHERE account = {account:String};
