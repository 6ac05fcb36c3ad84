-- Takes away a table of a rebuild.
DROP TABLE IF EXISTS {made:Identifier} SYNC;
