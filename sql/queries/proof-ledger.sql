-- Sums of one account from its entries themselves. One range of transactions' key.
SELECT
  sumIf(toDecimal128(credits, 6), type = 'spend')    AS spend,
  sumIf(toDecimal128(credits, 6), type = 'purchase') AS purchase,
  sumIf(toDecimal128(credits, 6), type = 'refund')   AS refund,
  sumIf(toDecimal128(credits, 6), type = 'bonus')    AS bonus,
  count()                                            AS entries
FROM transactions
WHERE account = {account:String};
