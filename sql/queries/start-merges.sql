-- After `stop-merges.sql`.
SYSTEM START MERGES;
