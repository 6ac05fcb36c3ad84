-- Which of these keys are stored, and the content hash each was stored with. Reads the projection by_key.
SELECT key, content FROM transactions WHERE key IN {keys:Array(UInt64)};
