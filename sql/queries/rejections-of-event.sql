-- What arrived under one event's id and was not counted, newest first, and how many there are in all.
-- Reads the event ids of one account (first column of the key).
SELECT account, id, toUnixTimestamp64Milli(newest_at) AS received_at, in_all
FROM (
  SELECT account, id, max(received_at) AS newest_at, count() OVER () AS in_all
  FROM rejections
  WHERE account = {account:String} AND event_id = {event:String}
    AND (reason = 'conflict') = {conflicts:UInt8}
  GROUP BY account, id
)
ORDER BY newest_at DESC, id DESC
LIMIT {limit:UInt32};
