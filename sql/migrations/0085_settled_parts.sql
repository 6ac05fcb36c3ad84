-- Has the engine put parts of a table together once all of them are of some age, whatever their sizes: an
-- hour for the small rollups, a day for the rollup of accounts, a week for the ledger. By itself it leaves
-- up to eleven parts of about one size for ever. A lookup reads in every part; rows of one quarter hour in
-- different parts are not added up. Each such merge writes the table once. The ledger's are made of blocks
-- of so many rows, and each is a granule of the new part, whatever the granules were.
ALTER TABLE transactions {{on_cluster}}
  MODIFY SETTING min_age_to_force_merge_seconds = 604800;

ALTER TABLE transactions {{on_cluster}}
  MODIFY SETTING merge_max_block_size = 1024;

ALTER TABLE usage_per_quarter_hour {{on_cluster}}
  MODIFY SETTING min_age_to_force_merge_seconds = 86400;

ALTER TABLE totals_per_quarter_hour {{on_cluster}}
  MODIFY SETTING min_age_to_force_merge_seconds = 3600;

ALTER TABLE lifetime_totals {{on_cluster}}
  MODIFY SETTING min_age_to_force_merge_seconds = 3600;
