-- Puts the ledger as it is now into it. Its parts are linked, not copied, whatever their size.
ALTER TABLE rebuild_ledger ATTACH PARTITION tuple() FROM transactions;
