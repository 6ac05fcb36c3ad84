-- Tables and views of rebuilds that are there.
SELECT name, engine = 'MaterializedView' AS is_view
FROM system.tables
WHERE database = currentDatabase() AND (name = 'rebuild_ledger' OR match(name, '_rebuil(d|t|d_mv)$'))
ORDER BY is_view DESC, name;
