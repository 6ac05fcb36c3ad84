-- Entries of the ledger, and those that a rollup which is made anew has counted.
SELECT sum(entries) AS made, (SELECT count() FROM transactions) AS stored FROM {made:Identifier};
