-- Adds a version of a day's note.
INSERT INTO day_notes (account, day, version, text, actor) SETTINGS async_insert = 0
{{rows}};
