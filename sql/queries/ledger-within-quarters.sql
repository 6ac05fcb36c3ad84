-- What an account's balance gained from the beginning of a quarter of an hour up to each of some entries,
-- those included. Reads these quarter hours of the ledger, each one range of its key.
SELECT id, gained
FROM (
  SELECT
    id,
    sum(delta) OVER (
      PARTITION BY toStartOfFifteenMinutes(occurred_at) ORDER BY occurred_at, id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS gained
  FROM transactions
  WHERE account = {account:String}
    AND toStartOfFifteenMinutes(occurred_at) IN {quarters:Array(DateTime)}
)
WHERE id IN {ids:Array(String)};
