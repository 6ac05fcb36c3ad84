-- How many transactions are stored, and the number of the newest batch. Reads one row per account.
SELECT sum(entries) AS stored, max(last_batch) AS last_batch FROM lifetime_totals;
