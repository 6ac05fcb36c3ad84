-- Rows of a statement as typed columns, for a file of Parquet: see report-usage-parquet.sql. Reads no table.
SELECT
  JSONExtractString(line, 'bucket') AS bucket,
  toDate32(JSONExtractString(line, 'first_day')) AS first_day,
  toDate32(JSONExtractString(line, 'last_day')) AS last_day,
  parseDateTime64BestEffort(JSONExtractString(line, 'from'), 3, 'UTC') AS `from`,
  parseDateTime64BestEffort(JSONExtractString(line, 'to'), 3, 'UTC') AS `to`,
  toDecimal128(JSONExtractString(line, 'opening'), 6) AS opening,
  toDecimal128(JSONExtractString(line, 'purchased'), 6) AS purchased,
  toDecimal128(JSONExtractString(line, 'bonus'), 6) AS bonus,
  toDecimal128(JSONExtractString(line, 'refunded'), 6) AS refunded,
  toDecimal128(JSONExtractString(line, 'spent'), 6) AS spent,
  toDecimal128(JSONExtractString(line, 'closing'), 6) AS closing,
  JSONExtractInt(line, 'count') AS count,
  JSONExtractBool(line, 'complete') AS complete
FROM (SELECT arrayJoin({lines:Array(String)}) AS line);
