-- As raw-filtered; the balance from the quarters of an hour before the page's first.
WITH page AS (
  SELECT id, occurred_at, CASE WHEN type = 'spend' THEN -credits ELSE credits END AS delta
  FROM transactions
  WHERE account = $account AND category = $category
    AND occurred_at >= CAST($from AS timestamp) AND occurred_at < CAST($to AS timestamp)
  ORDER BY occurred_at DESC, id DESC LIMIT 50
), first AS (
  SELECT date_bin('15 minutes', min(occurred_at), timestamp '2000-01-01') AS bucket FROM page
), opening AS (
  SELECT sum(CASE WHEN type = 'spend' THEN -credits ELSE credits END) AS balance
  FROM quarters WHERE account = $account AND bucket < (SELECT bucket FROM first)
), running AS (
  SELECT id, sum(CASE WHEN type = 'spend' THEN -credits ELSE credits END) OVER (ORDER BY occurred_at, id) AS moved
  FROM transactions WHERE account = $account AND occurred_at >= (SELECT bucket FROM first)
)
SELECT page.id, delta, coalesce(balance, 0) + moved
FROM page JOIN running ON running.id = page.id, opening ORDER BY occurred_at DESC, page.id DESC
