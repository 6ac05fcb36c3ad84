-- The keys that are not revoked and not over at `now` (epoch milliseconds). Reads api_keys.
SELECT
  id, name, hex(hash) AS hash, starts_with, scopes, everyone, accounts, created_at, expires_at, revoked_at
FROM (SELECT * FROM api_keys ORDER BY id, version DESC LIMIT 1 BY id)
WHERE revoked_at = 0 AND (expires_at = 0 OR expires_at > {now:UInt64});
