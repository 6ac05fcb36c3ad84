-- Sums of one account over all its quarter hours, and the first and last of these (epoch seconds). One range of usage_per_quarter_hour's key.
SELECT
  sumIf(credits, type = 'spend')    AS spend,
  sumIf(credits, type = 'purchase') AS purchase,
  sumIf(credits, type = 'refund')   AS refund,
  sumIf(credits, type = 'bonus')    AS bonus,
  sum(entries)                      AS entries,
  toUnixTimestamp(min(bucket))      AS first_at,
  toUnixTimestamp(max(bucket))      AS last_at
FROM usage_per_quarter_hour
WHERE account = {account:String};
