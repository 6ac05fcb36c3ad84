-- Which rejections come behind a place (at in epoch milliseconds, id), newest first. The same thing may
-- stand twice until the engine merges, so each is taken at its newest arrival. Reads the narrow columns
-- of the accounts asked for (first column of the key), or of all: what is refused is a small share.
SELECT account, id, toUnixTimestamp64Milli(newest_at) AS received_at
FROM (
  SELECT account, id, max(received_at) AS newest_at
  FROM rejections
  WHERE ({everyone:UInt8} = 1 OR account IN {accounts:Array(String)})
    AND ({reason:String} = '' OR toString(reason) = {reason:String})
  GROUP BY account, id
)
WHERE (newest_at, id) < (fromUnixTimestamp64Milli({at:Int64}, 'UTC'), {id:UInt64})
  AND ({state:String} = '' OR {state:String} = if(
    (account, id) IN (
      SELECT account, rejection FROM rejection_resolutions
      GROUP BY account, rejection HAVING argMax(state, version) = 'resolved'),
    'resolved', 'open'))
ORDER BY newest_at DESC, id DESC
LIMIT {limit:UInt32};
