-- One slice of all stored keys, to fill the filter of known ids. Reads the projection by_key.
SELECT key FROM transactions WHERE key >= {low:UInt64} AND key <= {high:UInt64};
