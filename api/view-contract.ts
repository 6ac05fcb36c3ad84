/** The wire of saved views, and their part of the endpoint table. */
import { Schema } from "effect"
import { Instant, Meta } from "./contract.ts"
import { type Endpoint, ok, READ_PROBLEMS, WRITE_PROBLEMS } from "./endpoint.ts"
import { QUERIES, text } from "./query-words.ts"

/** Of one holder. */
export const VIEWS_MAX = 100
const NAME_LENGTH_MAX = 80
const ADDRESS_LENGTH_MAX = 8_192
/** Within this dashboard, so that a view leads nobody to another host. */
const ADDRESS = /^\/(?!\/)[a-z/-]{0,64}(\?[\x21-\x7e]*)?$/
const CONTROL = /\p{Cc}/u

const view = {
  /** Unique among the owner's. */
  id: Schema.String,
  name: Schema.String,
  address: Schema.String,
  shared: Schema.Boolean,
  /** `admin`, or `key:ID`. */
  owner: Schema.String,
  /** Whether it is who asks that keeps it. */
  own: Schema.Boolean,
  at: Instant,
}
const SavedView = Schema.Struct(view).annotate({ identifier: "SavedView" })

/** One's own first, then the newest. `count`: how many there are in all. */
export const SavedViews = Schema.Struct({
  views: Schema.Array(SavedView),
  count: Schema.Int,
  /** As many may be kept. */
  own_max: Schema.Int,
  meta: Meta,
}).annotate({ identifier: "SavedViews" })
export type SavedViews = typeof SavedViews.Type

export const SavedViewAnswer = Schema.Struct({ ...view, meta: Meta }).annotate({
  identifier: "SavedViewAnswer",
})
export type SavedViewAnswer = typeof SavedViewAnswer.Type

const checked = (isGood: (text: string) => boolean, message: string) =>
  Schema.String.check(Schema.makeFilter(isGood)).annotate({ message })

export const SavedViewBody = Schema.Struct({
  name: checked(
    (name) => name.trim() !== "" && name.length <= NAME_LENGTH_MAX && !CONTROL.test(name),
    `must be text of 1 to ${NAME_LENGTH_MAX} characters`,
  ),
  address: checked(
    (address) => address.length <= ADDRESS_LENGTH_MAX && ADDRESS.test(address),
    `must be the path and query of a screen, such as /explore?by=operation, of at most ${ADDRESS_LENGTH_MAX} characters`,
  ),
  shared: Schema.optionalKey(Schema.Boolean),
}).annotate({ identifier: "SavedViewBody" })

export const isViewId = (id: string): boolean => /^[\w-]{1,64}$/.test(id)

const OWNER = text(
  "Whose view it is, `admin` or `key:ID`; one's own unless given. Others' only administrators may remove.",
  (word) => /^(admin|key:[\w-]{1,64})$/.test(word),
  "must be admin or key:ID",
)
export const VIEW_QUERIES = { remove: { owner: OWNER } } as const

const KEPT =
  "Views belong to who holds a key, or to the first administrator. An account's token keeps none: several people may hold tokens of one account."

export const VIEW_ENDPOINTS: ReadonlyArray<Endpoint> = [
  {
    method: "get",
    path: "/v1/views",
    summary: "Views that are kept: one's own, and those that are shared",
    description: `${KEPT} Those of others are for credentials that may read all accounts: an address names accounts.`,
    credential: "keep",
    query: QUERIES.none,
    answers: [ok(SavedViews)],
    problems: READ_PROBLEMS,
  },
  {
    method: "put",
    path: "/v1/views/:id",
    summary: "Keeps a view of one's own: an address of the dashboard under a name",
    description: `In the place of the one with this id: to rename it, to share it, to give it another address. At most ${VIEWS_MAX} of a holder. ${KEPT}`,
    credential: "keep",
    act: "view.put",
    query: QUERIES.none,
    body: { "application/json": SavedViewBody },
    answers: [ok(SavedViewAnswer)],
    problems: [...WRITE_PROBLEMS, "invalidBody"],
  },
  {
    method: "delete",
    path: "/v1/views/:id",
    summary: "Removes a view",
    credential: "keep",
    act: "view.delete",
    query: VIEW_QUERIES.remove,
    answers: [{ status: 204, description: "There is no such view", schema: null }],
    problems: [...READ_PROBLEMS, "crossOrigin", "invalidBody"],
  },
]
