-- For the bench only: has a table merge as the engine does by itself.
ALTER TABLE {table:Identifier} MODIFY SETTING merge_selector_base = 5;
