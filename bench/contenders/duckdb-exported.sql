-- Sums by type of an exported file.
SELECT type, sum(credits)::VARCHAR AS credits, count(*)::VARCHAR AS entries FROM read_parquet($1) GROUP BY type
