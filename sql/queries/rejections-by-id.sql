-- These rejections with the beginning of what arrived, newest first. Key (account, id) where the
-- accounts are known; else the column of ids is read.
SELECT
  account, id, event_id, reason, errors, differs, base64Encode(substring(raw, 1, {shown:UInt32})) AS shown,
  length(raw) AS kept, topic, partition, offset, toUnixTimestamp64Milli(received_at) AS received_at
FROM rejections
WHERE ({everyone:UInt8} = 1 OR account IN {accounts:Array(String)}) AND id IN {ids:Array(UInt64)}
ORDER BY received_at DESC, id DESC
LIMIT 1 BY account, id;
