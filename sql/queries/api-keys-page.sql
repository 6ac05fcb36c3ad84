-- The next keys behind a place (created_at in epoch milliseconds, id), newest first, those that are revoked
-- or over included. Reads api_keys.
SELECT
  id, name, hex(hash) AS hash, starts_with, scopes, everyone, accounts, created_at, expires_at, revoked_at
FROM (SELECT * FROM api_keys ORDER BY id, version DESC LIMIT 1 BY id)
WHERE (created_at, id) < ({at:UInt64}, {id:String})
ORDER BY created_at DESC, id DESC
LIMIT {limit:UInt32};
