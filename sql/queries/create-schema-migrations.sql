-- Which migrations were applied, with the checksum of the file as it was then.
CREATE TABLE IF NOT EXISTS schema_migrations {{on_cluster}} (
  name       String,
  checksum   String,
  applied_at DateTime64(3, 'UTC')
) ENGINE = {{replicated}}MergeTree
ORDER BY name;
