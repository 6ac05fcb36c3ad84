-- Account tokens that were revoked before their time: one by its id, or all of an account that were made
-- before an instant. Key (expires_at, account, token): only those are read that could still be shown.
CREATE TABLE IF NOT EXISTS revoked_tokens {{on_cluster}} (
  expires_at UInt64,                     -- epoch milliseconds: from then on no such token lasts any more
  account    String,                     -- of which all are revoked; empty for a single one
  token      String,                     -- the id (jti) of a single one; empty for all of an account
  before     UInt64                      -- epoch milliseconds: those of the account that were made until then; 0 for a single one
) ENGINE = {{replicated}}MergeTree
ORDER BY (expires_at, account, token);
