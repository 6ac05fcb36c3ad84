-- Sessions that were ended and whose cookies would still hold at `now` (epoch milliseconds). A range of
-- the key (expires_at, id).
SELECT id FROM ended_sessions WHERE expires_at > {now:UInt64};
