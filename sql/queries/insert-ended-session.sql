-- Adds a session that somebody signed out of.
INSERT INTO ended_sessions (expires_at, id) SETTINGS async_insert = 0
{{rows}};
