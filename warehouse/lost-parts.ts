/**
 * The engine notes a token before it puts the part of that insert into its table. A process that is killed
 * between the two leaves a token without rows, and the repeat that should complete the insert is dropped
 * without an error. So before the engine opens its folder, the token is taken back, by the record with which
 * the engine itself takes back those of a part that is dropped. Blocks are numbered in their order: what was
 * being inserted is newer than every part. Older tokens whose parts are gone are of rows that went on purpose,
 * as when a rollup was made anew, and stay.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const LOGS = "deduplication_logs"
const LOG_NAME = /^deduplication_log_(\d+)\.txt$/
/** `all_3_7_1`: partition, first and last block, level; behind a mutation one number more. */
const PART_NAME = /^(.+?)_(\d+)_(\d+)_\d+(?:_\d+)?$/
const ADDED = "1"

/** `path`: the engine's folder, which nobody holds open. Gives how many tokens were taken back. */
export const forgetLostParts = (path: string): number =>
  tablesIn(path).reduce((sum, table) => sum + forgetIn(table), 0)

const tablesIn = (path: string): ReadonlyArray<string> =>
  foldersIn(join(path, "store"))
    .flatMap(foldersIn)
    .filter((table) => existsSync(join(table, LOGS)))

const foldersIn = (path: string): string[] =>
  existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : []

const forgetIn = (table: string): number => {
  const logs = readdirSync(join(table, LOGS))
    .filter((name) => LOG_NAME.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .map((name) => join(table, LOGS, name))
  const newest = logs.at(-1)
  if (newest === undefined) return 0
  const lastBlock = lastBlocksIn(readdirSync(table))
  const lost = [...tokensIn(logs)].filter(([, part]) => {
    const blocks = blocksOf(part)
    return blocks !== null && blocks.first > (lastBlock.get(blocks.partition) ?? -1)
  })
  for (const [token, part] of lost) appendFileSync(newest, `2\t${part}\t${token}\n`)
  return lost.length
}

const numberOf = (name: string) => Number(LOG_NAME.exec(name)?.[1])

/** What the logs say when they are read in their order: the part of each token that is remembered. */
const tokensIn = (logs: ReadonlyArray<string>): ReadonlyMap<string, string> => {
  const parts = new Map<string, string>()
  for (const line of logs.flatMap((log) => readFileSync(log, "utf8").split("\n"))) {
    const [operation, part, token] = line.split("\t")
    if (part === undefined || token === undefined) continue
    if (operation === ADDED) parts.set(token, part)
    else parts.delete(token)
  }
  return parts
}

/** Of each partition, the newest block of any part, also in those that blocks were merged into. */
const lastBlocksIn = (names: ReadonlyArray<string>): ReadonlyMap<string, number> => {
  const last = new Map<string, number>()
  for (const blocks of names.map(blocksOf))
    if (blocks !== null)
      last.set(blocks.partition, Math.max(blocks.last, last.get(blocks.partition) ?? 0))
  return last
}

const blocksOf = (name: string) => {
  const [, partition = "", first, last] = PART_NAME.exec(name) ?? []
  // Folders of what is being made or removed bear a part's name behind such a word.
  return partition === "" || /^(?:tmp|delete)/.test(partition)
    ? null
    : { partition, first: Number(first), last: Number(last) }
}
