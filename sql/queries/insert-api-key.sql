-- Adds a version of a key.
INSERT INTO api_keys (
  id, version, name, hash, starts_with, scopes, everyone, accounts, created_at, expires_at, revoked_at
) SETTINGS async_insert = 0
{{rows}};
