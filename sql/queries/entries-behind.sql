-- How many entries of one account come behind a place (at, id) and before to: which number a page's
-- first row has. The place's own quarter of an hour from transactions, the rest from
-- usage_per_quarter_hour. Instants in epoch milliseconds, to on a quarter hour.
SELECT
  (SELECT sum(entries) FROM usage_per_quarter_hour
   WHERE account = {account:String}
     AND bucket > toStartOfFifteenMinutes(fromUnixTimestamp64Milli({at:Int64}, 'UTC'))
     AND bucket < fromUnixTimestamp64Milli({to:Int64}, 'UTC'))
  + (SELECT count() FROM transactions
     WHERE account = {account:String}
       AND occurred_at >= fromUnixTimestamp64Milli({at:Int64}, 'UTC')
       AND occurred_at
         < toStartOfFifteenMinutes(fromUnixTimestamp64Milli({at:Int64}, 'UTC')) + INTERVAL 15 MINUTE
       AND (occurred_at > fromUnixTimestamp64Milli({at:Int64}, 'UTC') OR id > {id:String}))
  AS entries;
