-- Tokens that were revoked and could still be shown at `now` (epoch milliseconds). A range of the key
-- (expires_at, account, token).
SELECT account, token, before FROM revoked_tokens WHERE expires_at > {now:UInt64};
