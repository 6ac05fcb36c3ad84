-- When each of these keys was used last, in epoch milliseconds; those that never were are missing. Ranges of
-- key_uses' key.
SELECT id, max(used_at) AS latest
FROM key_uses
WHERE id IN {ids:Array(String)}
GROUP BY id;
