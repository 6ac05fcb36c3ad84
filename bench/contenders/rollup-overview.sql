-- As raw-overview, from the rollups.
SELECT
  l.spend, l.purchase, l.refund, l.bonus, l.entries, q.spend, q.before
FROM (
  SELECT sum(credits) FILTER (WHERE type = 'spend') AS spend, sum(credits) FILTER (WHERE type = 'purchase') AS purchase,
    sum(credits) FILTER (WHERE type = 'refund') AS refund, sum(credits) FILTER (WHERE type = 'bonus') AS bonus,
    sum(entries) AS entries
  FROM lifetime WHERE account = $account) l, (
  SELECT sum(credits) FILTER (WHERE bucket >= CAST($from AS timestamp)) AS spend,
    sum(credits) FILTER (WHERE bucket < CAST($to_before AS timestamp)) AS before
  FROM quarters
  WHERE account = $account AND type = 'spend'
    AND bucket >= CAST($from_before AS timestamp) AND bucket < CAST($to AS timestamp)) q
