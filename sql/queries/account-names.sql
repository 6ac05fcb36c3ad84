-- The next accounts by id: those with settings and those that only events have named. Reads the two
-- tables with one row per account (and change).
SELECT account
FROM (
  SELECT account, name FROM accounts ORDER BY account, version DESC LIMIT 1 BY account
  UNION ALL
  SELECT account, '' AS name FROM lifetime_totals
)
WHERE account > {after:String}
  AND ({everyone:UInt8} = 1 OR account IN {only:Array(String)})
  AND ({text:String} = '' OR positionCaseInsensitiveUTF8(account, {text:String}) > 0
       OR positionCaseInsensitiveUTF8(name, {text:String}) > 0)
GROUP BY account
ORDER BY account
LIMIT {limit:UInt32};
