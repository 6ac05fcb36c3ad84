-- Failures in the order of their key, from behind one of them (empty texts: the first). A range of the key.
SELECT account, id, refers_to
FROM failures
WHERE (account, id) > ({account:String}, {id:String})
ORDER BY account, id
LIMIT {limit:UInt32};
