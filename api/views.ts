/** `/v1/views`: addresses of the dashboard under a name, of who asks or shared by others. */
import { Effect } from "effect"
import { type Context, Hono, type TypedResponse } from "hono"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { type SavedView, SavedViews } from "#warehouse/saved-views.ts"
import { answer, run, withMeta } from "./answer.ts"
import { nameOf } from "./credential.ts"
import type { ApiEnv } from "./environment.ts"
import { jsonBody } from "./json-body.ts"
import { fieldsRefused, refused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES, type Query } from "./query-words.ts"
import { recordAct } from "./record-act.ts"
import {
  isViewId,
  type SavedViewAnswer,
  SavedViewBody,
  type SavedViews as SavedViewsAnswer,
  VIEW_QUERIES,
  VIEWS_MAX,
} from "./view-contract.ts"

/** One's own are fewer; the rest are the newest that others share. */
const LISTED_MAX = 300
const readBody = jsonBody("A view", SavedViewBody)
const everywhere = { tz: "UTC", interval: null }

const wireView = ({ at, ...view }: SavedView, holder: string) => ({
  ...view,
  own: view.owner === holder,
  at: formatInstant(at),
})

const listViews = Effect.fnUntraced(function* (c: Context<ApiEnv>) {
  const owner = nameOf(c.var.credential)
  const everyone = c.var.credential.accounts === null
  const listed = (yield* SavedViews).list({ owner, everyone, limit: LISTED_MAX })
  return yield* withMeta(
    everywhere,
    Effect.map(
      listed,
      ({ views, count }): Omit<SavedViewsAnswer, "meta"> => ({
        views: views.map((view) => wireView(view, owner)),
        count,
        own_max: VIEWS_MAX,
      }),
    ),
  )
})

const idOf = (c: Context<ApiEnv>) => {
  const id = c.req.param("id") ?? ""
  return isViewId(id)
    ? Effect.succeed(id)
    : fieldsRefused("invalidBody", [
        {
          pointer: "/id",
          code: "invalid_value",
          message: "must be 1 to 64 letters, digits, - or _",
        },
      ])
}

const putView = Effect.fnUntraced(function* (c: Context<ApiEnv>) {
  const id = yield* idOf(c)
  const { name, address, shared = false } = yield* readBody(c.req.raw)
  const { credential } = c.var
  if (shared && credential.accounts !== null)
    return yield* fieldsRefused("invalidBody", [
      {
        pointer: "/shared",
        code: "not_allowed",
        message: "only who may read all accounts shares views: an address names accounts",
      },
    ])
  const owner = nameOf(credential)
  const kept = yield* SavedViews
  const own = yield* kept.list({ owner, everyone: false, limit: VIEWS_MAX })
  if (own.count >= VIEWS_MAX && !own.views.some((known) => known.id === id))
    return yield* fieldsRefused("invalidBody", [
      { pointer: "/id", code: "too_many_views", message: `at most ${VIEWS_MAX} views are kept` },
    ])
  yield* recordAct(c, id, { name: name.trim(), shared })
  const view = { owner, id, name: name.trim(), address, shared }
  const at = yield* kept.put(view)
  return yield* withMeta(everywhere, Effect.succeed(wireView({ ...view, at }, owner)))
})

const removeView = Effect.fnUntraced(function* (
  c: Context<ApiEnv>,
  words: Query<typeof VIEW_QUERIES.remove>,
) {
  const id = yield* idOf(c)
  const { credential } = c.var
  const { owner = nameOf(credential) } = words
  if (owner !== nameOf(credential) && !credential.admin)
    return yield* refused("forbidden", "Only an administrator may remove the views of others.")
  yield* recordAct(c, id, { owner })
  yield* (yield* SavedViews).put({ owner, id, name: "", address: "", shared: false })
})

export const views = new Hono<ApiEnv>()
  .get("/", query(QUERIES.none), (c) => answer<SavedViewsAnswer>(c, listViews(c)))
  .put("/:id", query(QUERIES.none), (c) => answer<SavedViewAnswer>(c, putView(c)))
  .delete(
    "/:id",
    query(VIEW_QUERIES.remove),
    async (c): Promise<TypedResponse<null, 204, "body">> => {
      await run(c, removeView(c, c.req.valid("query")))
      return c.body(null, 204)
    },
  )
