-- What fills a rollup which is made anew, and what puts its rows in place of the old ones, at once;
-- see warehouse/rollups.ts. {{columns}} are the rollup's, {{view}} is what its view selects, from
-- the slice in place of transactions; {{ready}} and {{counted}} are names of tables, which there
-- cannot be parameters. The old table stays what it is, with its window of tokens: a batch that is
-- repeated later still counts once. `entries` says how many the new table has counted, and how many
-- the ledger holds.

-- rebuild:fill
INSERT INTO {made:Identifier} ({{columns}})
SETTINGS deduplicate_insert = 'disable'
SELECT {{columns}} FROM (
{{view}}
)

-- rebuild:slice
(
  SELECT * FROM rebuild_ledger
  WHERE account >= {account:String} AND account <= {last_account:String}
    AND (account > {account:String} OR occurred_at >= toDateTime({from:UInt32}, 'UTC'))
    AND (account < {last_account:String} OR occurred_at < toDateTime({to:UInt32}, 'UTC'))
)

-- rebuild:replace
ALTER TABLE {rollup:Identifier} REPLACE PARTITION tuple() FROM {{ready}}

-- rebuild:entries
SELECT sum(entries) AS made, (SELECT count() FROM transactions) AS stored FROM {{counted}}
