-- How many failures there are, some perhaps twice until they are merged. Reads no column.
SELECT count() AS failures FROM failures;
