-- Hand-made rollup tables, with the grains that Tidemark has.
CREATE TABLE lifetime AS
  SELECT account, type, sum(credits)::bigint AS credits, count(*) AS entries FROM transactions GROUP BY account, type;
ALTER TABLE lifetime ADD PRIMARY KEY (account, type);
CREATE TABLE quarters AS
  SELECT account, date_bin('15 minutes', occurred_at, timestamp '2000-01-01') AS bucket, category, type,
    sum(credits)::bigint AS credits, count(*) AS entries
  FROM transactions GROUP BY 1, 2, 3, 4;
CREATE INDEX quarters_key ON quarters (account, bucket) INCLUDE (category, type, credits, entries);
CREATE TABLE totals AS
  SELECT date_bin('15 minutes', occurred_at, timestamp '2000-01-01') AS bucket, category, operation, type,
    sum(credits)::bigint AS credits, count(*) AS entries
  FROM transactions GROUP BY 1, 2, 3, 4;
CREATE INDEX totals_key ON totals (bucket) INCLUDE (category, type, credits, entries);
VACUUM ANALYZE lifetime;
VACUUM ANALYZE quarters;
VACUUM ANALYZE totals;
