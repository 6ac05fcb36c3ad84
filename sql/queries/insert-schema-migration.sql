-- Notes an applied migration.
INSERT INTO schema_migrations (name, checksum, applied_at)
SELECT {name:String}, {checksum:String}, fromUnixTimestamp64Milli({applied_at:Int64}, 'UTC');
