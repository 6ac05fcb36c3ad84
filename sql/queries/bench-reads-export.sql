-- For the bench only: the ledger as a file for the other databases, the credits in millionths.
INSERT INTO FUNCTION file({file:String}, 'CSV')
SELECT
  account, id, toString(type), operation, category, toInt64(credits * 1000000),
  formatDateTime(occurred_at, '%Y-%m-%d %H:%i:%S.%f', 'UTC')
FROM transactions;
