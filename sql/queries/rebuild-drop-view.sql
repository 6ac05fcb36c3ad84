-- Takes away the view that fills a rollup which is made anew.
DROP VIEW IF EXISTS {view:Identifier} SYNC;
