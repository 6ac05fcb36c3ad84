/** The rollups, and making one of them anew. */
import { Effect } from "effect"
import { type Context, Hono } from "hono"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { type RebuildRefused, type RebuildState, RollupRebuild } from "#warehouse/rollup-rebuild.ts"
import { type Answer, answer, run, withMeta } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { refused } from "./problem.ts"
import type { Rollups } from "./proof-contract.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { recordAct } from "./record-act.ts"

const wireState = ({ rollup, running, last }: RebuildState): Rollups["rollups"][number] => ({
  rollup,
  running:
    running === null
      ? null
      : { started_at: formatInstant(running.startedAt), slices: running.slices },
  last:
    last === null
      ? null
      : {
          started_at: formatInstant(last.startedAt),
          finished_at: formatInstant(last.finishedAt),
          entries: last.entries,
          failure: last.failure,
        },
})

/** Whatever was asked for: longer than the name of any rollup. */
const NAME_LENGTH_MAX = 64
const UTC = { tz: "UTC", interval: null }
const listRollups = withMeta(
  UTC,
  Effect.map(
    RollupRebuild.use(({ current }) => current),
    (states) => ({ rollups: states.map(wireState) }),
  ),
)

const asProblem = ({ why, reason }: RebuildRefused) =>
  refused(why === "unknown rollup" ? "notFound" : "rebuildRefused", reason)

const postRebuild = async (
  c: Context<ApiEnv>,
  { writers }: { readonly writers?: "stopped" },
): Promise<Answer<Rollups, 202>> => {
  const name = c.req.param("rollup") ?? ""
  const begun = RollupRebuild.use(({ start }) =>
    start(name, { writersStopped: writers === "stopped" }),
  ).pipe(Effect.catchTag("RebuildRefused", (error) => Effect.fail(asProblem(error))))
  const body = await run(
    c,
    recordAct(c, name.slice(0, NAME_LENGTH_MAX)).pipe(
      Effect.andThen(begun),
      Effect.andThen(listRollups),
    ),
  )
  return c.json(body, 202) as unknown as Answer<Rollups, 202>
}

export const rollups = new Hono<ApiEnv>()
  .get("/", query(QUERIES.none), (c) => answer<Rollups>(c, listRollups))
  .post("/:rollup/rebuild", query(QUERIES.rebuild), (c) => postRebuild(c, c.req.valid("query")))
