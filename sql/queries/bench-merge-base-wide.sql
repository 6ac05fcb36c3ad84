-- For the bench only: has a table merge as migration 0050 does.
ALTER TABLE {table:Identifier} MODIFY SETTING merge_selector_base = 12;
