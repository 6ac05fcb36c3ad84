-- For the bench only: how many merges run or are due, as far as the engine says.
SELECT toUInt32(count()) AS merges FROM system.merges;
