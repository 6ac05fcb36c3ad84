-- Adds a token that was revoked, or an account all of whose tokens were.
INSERT INTO revoked_tokens (expires_at, account, token, before) SETTINGS async_insert = 0
{{rows}};
