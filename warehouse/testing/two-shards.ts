/**
 * Two shards in one process: a database holds the local tables of each, and in place of a Distributed
 * table a Merge table reads both. What the server does with an insert into a Distributed table is done
 * here: the rows of each shard, in their order, under the same token.
 */
const SHARDS = ["shard_1", "shard_2"] as const

const ofShard = (text: string, shard: string) =>
  text
    .replace(/\b\w+_local\b/g, `${shard}.$&`)
    .replace(/^(CREATE MATERIALIZED VIEW IF NOT EXISTS|DROP VIEW IF EXISTS) /m, `$&${shard}.`)
    .replace(/^(ALTER TABLE )(\w+_mv)\b/m, `$1${shard}.$2`)

/** The statements to run in turn. */
export const onTwoShards = (text: string): ReadonlyArray<string> => {
  const distributed =
    /^(CREATE TABLE IF NOT EXISTS \w+) AS (\w+)\s+ENGINE = Distributed\(.*, (\w+\(\w+\))\)$/
  const [, created, local, key] = distributed.exec(text) ?? []
  if (created !== undefined)
    return [
      `${created} AS ${SHARDS[0]}.${local}
       ENGINE = Merge(REGEXP('^shard_[12]$'), '^${local}$') COMMENT '${key}'`,
    ]
  if (/^(CREATE|ALTER|DROP|TRUNCATE|OPTIMIZE)\b/.test(text) && /_(local|mv)\b/.test(text))
    return [
      ...SHARDS.map((shard) => `CREATE DATABASE IF NOT EXISTS ${shard}`),
      ...SHARDS.map((shard) => ofShard(text, shard)),
    ]
  const inserted = /^((?:--.*\n)*INSERT INTO )(\w+)/.exec(text)
  if (inserted === null) return [text]
  const [head, into, table] = inserted as unknown as [string, string, string]
  const rest = text.slice(head.length)
  const selected = /\bFROM (?!numbers)(\w+)/.test(rest)
  // Each shard fills its own from its own; rows that stand in the statement all go to the first.
  return (selected ? SHARDS : SHARDS.slice(0, 1)).map(
    (shard) =>
      `${into}${shard}.${table}_local${rest.replace(/\bFROM (\w+)/g, `FROM ${shard}.$1_local`)}`,
  )
}

/** The shards' tables, each with the rows of a file that belong to it. `key`: the Merge table's comment. */
export const shardsOf = (table: string, key: string) =>
  SHARDS.map((shard, i) => ({
    table: `${shard}.${table}_local`,
    where: `WHERE ${key} % ${SHARDS.length} = ${i}`,
  }))
