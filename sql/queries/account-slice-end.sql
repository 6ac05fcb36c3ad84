-- The account at which a slice of the ledger ends that begins behind `account` and holds about as many
-- entries as stated. No row: the ledger ends before. One range of transactions' key.
SELECT account AS last_account
FROM transactions
WHERE account > {account:String}
ORDER BY account
LIMIT 1 OFFSET {entries:UInt32};
