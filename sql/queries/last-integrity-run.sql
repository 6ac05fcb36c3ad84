-- The newest comparison of the rollups with the ledger, instants in epoch milliseconds. A few rows a day.
SELECT finished_at, started_at, slices, rollups, refunds
FROM integrity_runs
ORDER BY finished_at DESC
LIMIT 1;
