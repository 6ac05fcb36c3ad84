-- The newest fifty entries of one category in a stretch of time, with the balance after each.
WITH page AS (
  SELECT id, occurred_at, CASE WHEN type = 'spend' THEN -credits ELSE credits END AS delta
  FROM transactions
  WHERE account = $account AND category = $category
    AND occurred_at >= CAST($from AS timestamp) AND occurred_at < CAST($to AS timestamp)
  ORDER BY occurred_at DESC, id DESC LIMIT 50
), opening AS (
  SELECT sum(CASE WHEN type = 'spend' THEN -credits ELSE credits END) AS balance
  FROM transactions WHERE account = $account AND occurred_at < (SELECT min(occurred_at) FROM page)
), running AS (
  SELECT id, sum(CASE WHEN type = 'spend' THEN -credits ELSE credits END) OVER (ORDER BY occurred_at, id) AS moved
  FROM transactions WHERE account = $account AND occurred_at >= (SELECT min(occurred_at) FROM page)
)
SELECT page.id, delta, coalesce(balance, 0) + moved
FROM page JOIN running ON running.id = page.id, opening ORDER BY occurred_at DESC, page.id DESC
