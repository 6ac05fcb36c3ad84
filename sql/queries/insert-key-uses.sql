-- Adds when keys were used last.
INSERT INTO key_uses (id, used_at) SETTINGS async_insert = 0
{{rows}};
