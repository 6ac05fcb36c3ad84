-- How many entries of one account come behind a place (at, id) and before to: which number a page's
-- first row has. Whole days from usage_per_day, the place's own day from transactions, the last,
-- broken day from usage_per_quarter_hour. Instants in epoch milliseconds, to on a quarter hour.
SELECT
  (SELECT sum(entries) FROM usage_per_day
   WHERE account = {account:String}
     AND day > toDate(fromUnixTimestamp64Milli({at:Int64}, 'UTC')))
  + (SELECT count() FROM transactions
     WHERE account = {account:String}
       AND occurred_at >= fromUnixTimestamp64Milli({at:Int64}, 'UTC')
       AND occurred_at < toStartOfDay(fromUnixTimestamp64Milli({at:Int64}, 'UTC')) + INTERVAL 1 DAY
       AND (occurred_at > fromUnixTimestamp64Milli({at:Int64}, 'UTC') OR id > {id:String}))
  - (SELECT sum(entries) FROM usage_per_day
     WHERE account = {account:String}
       AND day > toDate(fromUnixTimestamp64Milli({to:Int64}, 'UTC')))
  - (SELECT sum(entries) FROM usage_per_quarter_hour
     WHERE account = {account:String}
       AND bucket >= fromUnixTimestamp64Milli({to:Int64}, 'UTC')
       AND bucket < toStartOfDay(fromUnixTimestamp64Milli({to:Int64}, 'UTC')) + INTERVAL 1 DAY)
  AS entries;
