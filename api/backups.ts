/** Copies of the embedded warehouse, made while everything goes on. */
import { Effect } from "effect"
import { type Context, Hono } from "hono"
import { type Backup, Backups } from "#warehouse/backups.ts"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { type Answer, answer, run, withMeta } from "./answer.ts"
import type { BackupList } from "./backup-contract.ts"
import type { ApiEnv } from "./environment.ts"
import { refused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { recordAct } from "./record-act.ts"

const wireBackup = ({ name, madeAt, files, bytes }: Backup): BackupList["backups"][number] => ({
  name,
  folder: `backups/${name}`,
  made_at: formatInstant(madeAt),
  files,
  bytes,
})

const UTC = { tz: "UTC", interval: null }
const listBackups = withMeta(
  UTC,
  Effect.map(
    Backups.use(({ list }) => list),
    (backups) => ({ backups: backups.map(wireBackup) }),
  ),
)

const makeBackup = Backups.use(({ make }) => make).pipe(
  Effect.catchTag("BackupRefused", ({ reason }) => Effect.fail(refused("backupRefused", reason))),
)

const postBackup = async (c: Context<ApiEnv>): Promise<Answer<BackupList, 201>> => {
  const made = Effect.andThen(recordAct(c, "warehouse"), makeBackup)
  const body = await run(c, Effect.andThen(made, listBackups))
  return c.json(body, 201) as unknown as Answer<BackupList, 201>
}

export const backups = new Hono<ApiEnv>()
  .get("/", query(QUERIES.none), (c) => answer<BackupList>(c, listBackups))
  .post("/", query(QUERIES.none), (c) => postBackup(c))
