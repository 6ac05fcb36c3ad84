-- What operations are called and which category they belong to: the newest version of each.
SELECT operation, category, description
FROM operation_catalog
ORDER BY operation, version DESC
LIMIT 1 BY operation;
