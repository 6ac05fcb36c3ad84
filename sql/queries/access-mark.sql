-- Tells whether keys, ended sessions or revoked tokens have changed since the same question was asked before.
-- Reads the ids of the keys, and of the sessions and tokens that would still hold; `now` in epoch milliseconds.
SELECT count() AS entries, sum(cityHash64(id, version)) AS mark
FROM (
  SELECT id, version FROM api_keys
  UNION ALL
  SELECT id, expires_at AS version FROM ended_sessions WHERE expires_at > {now:UInt64}
  UNION ALL
  SELECT concat(account, token) AS id, expires_at + before AS version
  FROM revoked_tokens WHERE expires_at > {now:UInt64}
);
