-- Adds an administrative act.
INSERT INTO audit_entries (at, id, actor, act, target, details, request) SETTINGS async_insert = 0
{{rows}};
