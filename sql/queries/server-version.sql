-- Which version of ClickHouse answers. Reads no table.
SELECT version() AS version;
