-- Rows of a breakdown as typed columns, for a file of Parquet: see report-usage-parquet.sql. Reads no table.
SELECT
  JSONExtractString(line, 'row') AS row,
  JSONExtractString(line, 'dimension') AS dimension,
  JSONExtract(line, 'value', 'Nullable(String)') AS value,
  JSONExtract(line, 'second_dimension', 'Nullable(String)') AS second_dimension,
  JSONExtract(line, 'second_value', 'Nullable(String)') AS second_value,
  JSONExtractString(line, 'measure') AS measure,
  toDecimal128(JSONExtractString(line, 'measured'), 6) AS measured,
  toDecimal128OrNull(JSONExtractRaw(line, 'share'), 6) AS share,
  toDecimal128(JSONExtractString(line, 'spend'), 6) AS spend,
  toDecimal128(JSONExtractString(line, 'purchase'), 6) AS purchase,
  toDecimal128(JSONExtractString(line, 'refund'), 6) AS refund,
  toDecimal128(JSONExtractString(line, 'bonus'), 6) AS bonus,
  JSONExtractInt(line, 'count') AS count,
  toDecimal128OrNull(JSONExtractString(line, 'previous'), 6) AS previous,
  toDecimal128OrNull(JSONExtractRaw(line, 'change'), 6) AS change
FROM (SELECT arrayJoin({lines:Array(String)}) AS line);
