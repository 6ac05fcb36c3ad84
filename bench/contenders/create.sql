-- The ledger of a contender: what the questions need, with the credits in millionths.
CREATE TABLE transactions (
  account text, id text, type text, operation text, category text, credits bigint, occurred_at timestamp
);
