-- Asks nothing: what runs on a connection makes the engine let go of what ran there before.
SELECT 1;
