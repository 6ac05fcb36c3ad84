-- As raw-page; the balance from the quarters of an hour before the place's own, and the rest of that.
WITH page AS (
  SELECT id, occurred_at, CASE WHEN type = 'spend' THEN -credits ELSE credits END AS delta
  FROM transactions WHERE account = $account AND (occurred_at, id) < (CAST($at AS timestamp), $id)
  ORDER BY occurred_at DESC, id DESC LIMIT 50
), lifetime_net AS (
  SELECT sum(CASE WHEN type = 'spend' THEN -credits ELSE credits END) AS net FROM lifetime WHERE account = $account
), behind AS (
  SELECT coalesce(sum(CASE WHEN type = 'spend' THEN -credits ELSE credits END), 0) AS net FROM quarters
  WHERE account = $account AND bucket > date_bin('15 minutes', CAST($at AS timestamp), timestamp '2000-01-01')
), own AS (
  SELECT coalesce(sum(CASE WHEN type = 'spend' THEN -credits ELSE credits END), 0) AS net FROM transactions
  WHERE account = $account AND (occurred_at, id) >= (CAST($at AS timestamp), $id)
    AND occurred_at < date_bin('15 minutes', CAST($at AS timestamp), timestamp '2000-01-01') + interval '15 minutes'
)
SELECT id, delta, lifetime_net.net - behind.net - own.net - coalesce(sum(delta) OVER (
  ORDER BY occurred_at DESC, id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
FROM page, lifetime_net, behind, own ORDER BY occurred_at DESC, id DESC
