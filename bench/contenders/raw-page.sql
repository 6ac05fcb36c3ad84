-- Fifty entries before a place, with the balance after each.
WITH page AS (
  SELECT id, occurred_at, CASE WHEN type = 'spend' THEN -credits ELSE credits END AS delta
  FROM transactions WHERE account = $account AND (occurred_at, id) < (CAST($at AS timestamp), $id)
  ORDER BY occurred_at DESC, id DESC LIMIT 50
), opening AS (
  SELECT sum(CASE WHEN type = 'spend' THEN -credits ELSE credits END) AS balance
  FROM transactions WHERE account = $account AND (occurred_at, id) < (CAST($at AS timestamp), $id)
)
SELECT id, delta, balance - coalesce(sum(delta) OVER (
  ORDER BY occurred_at DESC, id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
FROM page, opening ORDER BY occurred_at DESC, id DESC
