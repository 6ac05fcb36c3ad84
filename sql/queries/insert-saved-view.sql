-- Adds a version of a saved view.
INSERT INTO saved_views (owner, id, version, name, address, shared) SETTINGS async_insert = 0
{{rows}};
