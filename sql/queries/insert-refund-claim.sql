-- Claims a missing refund; under the token of its attempt the first one is stored, and no other.
INSERT INTO refund_claims (account, spend, attempt, holder, at) SETTINGS
  async_insert = 0,
  {{deduplication_token}}
  optimize_on_insert = 0
{{rows}};
