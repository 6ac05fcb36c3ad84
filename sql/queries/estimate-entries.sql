-- What an account's newest spends on one operation cost, with their quantities. Its range of
-- transactions' key from the end; a rare operation is looked for through all of it.
SELECT credits, quantity, unit
FROM transactions
WHERE account = {account:String} AND type = 'spend' AND operation = {operation:String}
ORDER BY account DESC, occurred_at DESC, id DESC
LIMIT {limit:UInt32};
