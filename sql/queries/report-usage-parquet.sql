-- Rows of a series as typed columns, for a file of Parquet: what was counted stands in the parameter, a JSON
-- object a row, and comes back with credits as DECIMAL and instants as TIMESTAMP in UTC. Reads no table.
SELECT
  JSONExtractString(line, 'bucket') AS bucket,
  parseDateTime64BestEffort(JSONExtractString(line, 'from'), 3, 'UTC') AS `from`,
  parseDateTime64BestEffort(JSONExtractString(line, 'to'), 3, 'UTC') AS `to`,
  JSONExtractBool(line, 'complete') AS complete,
  JSONExtract(line, 'dimension', 'Nullable(String)') AS dimension,
  JSONExtract(line, 'value', 'Nullable(String)') AS value,
  JSONExtract(line, 'second_dimension', 'Nullable(String)') AS second_dimension,
  JSONExtract(line, 'second_value', 'Nullable(String)') AS second_value,
  JSONExtractString(line, 'measure') AS measure,
  toDecimal128(JSONExtractString(line, 'measured'), 6) AS measured,
  toDecimal128OrNull(JSONExtractString(line, 'spend'), 6) AS spend,
  toDecimal128OrNull(JSONExtractString(line, 'purchase'), 6) AS purchase,
  toDecimal128OrNull(JSONExtractString(line, 'refund'), 6) AS refund,
  toDecimal128OrNull(JSONExtractString(line, 'bonus'), 6) AS bonus,
  JSONExtract(line, 'count', 'Nullable(Int64)') AS count,
  toDecimal128OrNull(JSONExtractString(line, 'balance'), 6) AS balance
FROM (SELECT arrayJoin({lines:Array(String)}) AS line);
