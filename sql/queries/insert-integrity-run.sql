-- Adds what a comparison of the rollups with the ledger came to.
INSERT INTO integrity_runs (finished_at, started_at, slices, rollups, refunds) SETTINGS async_insert = 0
{{rows}};
