-- The migrations that were applied.
SELECT DISTINCT name, checksum FROM schema_migrations ORDER BY name;
