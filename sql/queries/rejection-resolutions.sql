-- The newest decision about each of these rejections. Key (account, rejection, version).
SELECT account, rejection, version, state, action, fate, event_account, event_id, note
FROM rejection_resolutions
WHERE account IN {accounts:Array(String)} AND rejection IN {ids:Array(UInt64)}
ORDER BY version DESC
LIMIT 1 BY account, rejection;
