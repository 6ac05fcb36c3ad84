/** Views that somebody gave a name to: their own, and those that others share. */
import { Clock, Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

export interface SavedView {
  /** `admin`, or `key:ID`. */
  readonly owner: string
  /** Unique among the owner's. */
  readonly id: string
  readonly name: string
  /** Path and query of a screen. */
  readonly address: string
  readonly shared: boolean
  /** Epoch milliseconds of the last change. */
  readonly at: number
}

export interface SavedViewsQuery {
  readonly owner: string
  /** With those that others share. */
  readonly everyone: boolean
  readonly limit: number
}

export class SavedViews extends Context.Service<
  SavedViews,
  {
    /** The owner's own first, then the newest. `count`: those that are not listed included. */
    readonly list: (
      query: SavedViewsQuery,
    ) => Effect.Effect<
      { readonly views: ReadonlyArray<SavedView>; readonly count: number },
      WarehouseError
    >
    /** In the place of what had the id. An empty name removes it. Gives the instant of the change. */
    readonly put: (view: Omit<SavedView, "at">) => Effect.Effect<number, WarehouseError>
  }
>()("warehouse/SavedViews") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      SavedViews,
      Effect.gen(function* () {
        const clickhouse = yield* ClickHouse
        // Two changes within a millisecond would leave open which one holds.
        let latest = 0
        return SavedViews.of({
          list: Effect.fn("SavedViews.list")((query) => readViews(clickhouse, query)),
          put: Effect.fn("SavedViews.put")(
            function* (view) {
              latest = Math.max(yield* Clock.currentTimeMillis, latest + 1)
              const at = latest
              yield* insertScratchRows({ folder, ...insert }, [{ ...view, at }], writeRow)
              return at
            },
            Effect.provideService(ClickHouse, clickhouse),
          ),
        })
      }),
    )
}

const question = sqlQuery("saved-views")

const ViewRow = Schema.Struct({
  owner: Schema.String,
  id: Schema.String,
  version: Schema.NumberFromString,
  name: Schema.String,
  address: Schema.String,
  shared: Schema.Finite,
  in_all: Schema.NumberFromString,
})

const readViews = Effect.fnUntraced(function* (
  clickhouse: typeof ClickHouse.Service,
  { owner, everyone, limit }: SavedViewsQuery,
) {
  const asked = { owner, everyone: everyone ? 1 : 0, limit }
  const rows = yield* clickhouse.query(question, asked, ViewRow)
  return {
    views: rows.map(
      ({ version: at, shared, in_all: _, ...view }): SavedView => ({
        ...view,
        shared: shared === 1,
        at,
      }),
    ),
    count: rows[0]?.in_all ?? 0,
  }
})

const insert = {
  statement: sqlQuery("insert-saved-view"),
  structure: "owner String, id String, version UInt64, name String, address String, shared UInt8",
}

const writeRow: Parameters<typeof insertScratchRows<SavedView>>[2] = (out, view) => {
  out.string(view.owner)
  out.string(view.id)
  out.uint64(BigInt(view.at))
  out.string(view.name)
  out.string(view.address)
  out.uint8(view.shared ? 1 : 0)
}
