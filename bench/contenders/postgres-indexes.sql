-- What an expert would make of these questions: one account's rows in the ledger's order with all that is
-- added up, so that the table itself is not read; and all rows of a stretch of time.
ALTER TABLE transactions ADD PRIMARY KEY (account, id);
CREATE INDEX ledger ON transactions (account, occurred_at, id) INCLUDE (type, category, credits);
CREATE INDEX stretch ON transactions (occurred_at) INCLUDE (type, operation, category, credits);
VACUUM ANALYZE transactions;
