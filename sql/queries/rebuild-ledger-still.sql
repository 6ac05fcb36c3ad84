-- Keeps that ledger's parts as they come: merging them would copy what is shared with the ledger itself.
SYSTEM STOP MERGES rebuild_ledger;
