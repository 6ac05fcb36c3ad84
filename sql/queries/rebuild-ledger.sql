-- Begins the ledger that a rollup is made of anew: the entries of one moment.
CREATE TABLE rebuild_ledger AS transactions;
