-- Sums of one account by type over whole quarter hours (epoch seconds). One range of
-- usage_per_quarter_hour's key.
SELECT
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  sum(entries)                      AS entries
FROM usage_per_quarter_hour
WHERE account = {account:String} AND {{category_filters}}
  AND bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC');
