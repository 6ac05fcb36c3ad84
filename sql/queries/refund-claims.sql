-- The newest claim of the missing refund of each of these spends, in epoch milliseconds. Ranges of its key.
SELECT account, spend, attempt, holder, at
FROM refund_claims
WHERE account IN {accounts:Array(String)} AND spend IN {spends:Array(String)}
ORDER BY account, spend, attempt DESC
LIMIT 1 BY account, spend;
