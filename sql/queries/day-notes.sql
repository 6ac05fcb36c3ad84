-- The notes of a stretch of days, both days included, newest day first, over all accounts ('') before those
-- of single ones; `in_all` is how many there are. `everyone`: 1 for whatever account. Days in epoch days,
-- `version` in epoch milliseconds. Key (account, day, version).
SELECT account, toString(day) AS on_day, version, text, actor, count() OVER () AS in_all
FROM (
  SELECT account, day, version, text, actor
  FROM day_notes
  WHERE day BETWEEN toDate({first:UInt16}) AND toDate({last:UInt16})
    AND ({everyone:UInt8} = 1 OR account = {account:String})
  ORDER BY account, day, version DESC
  LIMIT 1 BY account, day
)
WHERE text != ''
ORDER BY day DESC, account
LIMIT {limit:UInt32};
