-- Has the tables that every batch goes into merge twelve or more small parts at once, not five. The
-- engine counts each part below five megabytes as five: with its own base of 5 a steady flow of small
-- batches had every fifth write the whole of a young table again (12 rows merged for one inserted, a
-- third of the processor). A reader finds up to eleven small parts instead of four.
ALTER TABLE transactions {{on_cluster}}
  MODIFY SETTING merge_selector_base = 12;

ALTER TABLE usage_per_quarter_hour {{on_cluster}}
  MODIFY SETTING merge_selector_base = 12;

ALTER TABLE totals_per_quarter_hour {{on_cluster}}
  MODIFY SETTING merge_selector_base = 12;

ALTER TABLE lifetime_totals {{on_cluster}}
  MODIFY SETTING merge_selector_base = 12;

ALTER TABLE ingest_log {{on_cluster}}
  MODIFY SETTING merge_selector_base = 12;
