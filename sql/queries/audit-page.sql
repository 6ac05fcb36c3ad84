-- The next acts behind a place (at in epoch milliseconds, id), newest first. A range of the key (at, id).
SELECT at, id, actor, act, target, details, request
FROM audit_entries
WHERE at <= {at:UInt64} AND (at, id) < ({at:UInt64}, {id:UInt64})
ORDER BY at DESC, id DESC
LIMIT {limit:UInt32};
