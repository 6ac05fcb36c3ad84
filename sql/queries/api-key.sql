-- One key, whatever became of it. Key (id, version).
SELECT
  id, name, hex(hash) AS hash, starts_with, scopes, everyone, accounts, created_at, expires_at, revoked_at
FROM api_keys
WHERE id = {id:String}
ORDER BY version DESC
LIMIT 1;
