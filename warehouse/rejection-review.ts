/** Reads what was not counted, and keeps what somebody decided about it. */
import { Clock, Context, Effect, Layer } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import {
  FoundRow,
  insertResolution,
  type KeptRejection,
  type Resolution,
  readRejections,
} from "./rejection-rows.ts"
import type { RejectionReason } from "./rejection-store.ts"
import { sqlQuery } from "./sql-files.ts"
import { END_OF_TIME } from "./usage-sums.ts"

export interface RejectionPageQuery {
  /** Only these accounts; null for all, those included whose account could not be read. */
  readonly accounts: ReadonlyArray<string> | null
  readonly reason: RejectionReason | null
  /** `open`: everything that is not resolved. */
  readonly state: "open" | "resolved" | null
  /** The page goes on behind this one; null from the newest. */
  readonly after: { readonly receivedAt: number; readonly id: bigint } | null
  readonly limit: number
}

export interface RejectionPage {
  /** Newest first, each with the beginning of what arrived. */
  readonly rejections: ReadonlyArray<KeptRejection>
  readonly hasMore: boolean
}

export class RejectionReview extends Context.Service<
  RejectionReview,
  {
    readonly page: (query: RejectionPageQuery) => Effect.Effect<RejectionPage, WarehouseError>
    /** One with everything that was kept of it, or null. */
    readonly get: (id: bigint) => Effect.Effect<KeptRejection | null, WarehouseError>
    /** What arrived under one event's id and was not counted: the newest, and how many there are. */
    readonly ofEvent: (query: {
      readonly account: string
      readonly id: string
      readonly conflicts: boolean
      readonly limit: number
    }) => Effect.Effect<
      { readonly rejections: ReadonlyArray<KeptRejection>; readonly count: number },
      WarehouseError
    >
    /** Adds a decision. It holds until the next one; none is ever removed. */
    readonly resolve: (
      rejection: KeptRejection,
      resolution: Omit<Resolution, "at">,
    ) => Effect.Effect<Resolution, WarehouseError>
  }
>()("warehouse/RejectionReview") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      RejectionReview,
      Effect.gen(function* () {
        const here = Effect.provideService(ClickHouse, yield* ClickHouse)
        return RejectionReview.of({
          page: Effect.fn("RejectionReview.page")(readPage, here),
          get: Effect.fn("RejectionReview.get")(readOne, here),
          ofEvent: Effect.fn("RejectionReview.ofEvent")(readOfEvent, here),
          resolve: Effect.fn("RejectionReview.resolve")(function* (
            rejection: KeptRejection,
            decided: Omit<Resolution, "at">,
          ) {
            const now = yield* Clock.currentTimeMillis
            // Later than the one before it, whatever the clock did meanwhile.
            const resolution = {
              ...decided,
              at: Math.max(now, (rejection.resolution?.at ?? 0) + 1),
            }
            yield* insertResolution(folder, rejection, resolution)
            return resolution
          }, here),
        })
      }),
    )
}

/** Bytes of each rejection in a list: an event is seldom longer, and a page stays small. */
const SHOWN_BYTES_MAX = 8 * 1024
/** Longer than anything that is kept. */
const ALL_BYTES = 2 ** 31
const LAST_ID = 2n ** 64n - 1n

const page = sqlQuery("rejections-page")
const ofEvent = sqlQuery("rejections-of-event")

const readPage = Effect.fnUntraced(function* (query: RejectionPageQuery) {
  const clickhouse = yield* ClickHouse
  const { accounts, reason, state, after, limit } = query
  const found = yield* clickhouse.query(
    page,
    {
      everyone: accounts === null ? 1 : 0,
      accounts: accounts ?? [],
      reason: reason ?? "",
      state: state ?? "",
      at: after?.receivedAt ?? END_OF_TIME,
      id: after?.id ?? LAST_ID,
      // One more than asked for tells whether the list goes on.
      limit: limit + 1,
    },
    FoundRow,
  )
  const rejections = yield* readRejections(found.slice(0, limit), SHOWN_BYTES_MAX)
  return { rejections, hasMore: found.length > limit } satisfies RejectionPage
})

const readOne = Effect.fnUntraced(function* (id: bigint) {
  const [rejection] = yield* readRejections([{ account: null, id }], ALL_BYTES)
  return rejection ?? null
})

const readOfEvent = Effect.fnUntraced(function* (query: {
  readonly account: string
  readonly id: string
  readonly conflicts: boolean
  readonly limit: number
}) {
  const clickhouse = yield* ClickHouse
  const found = yield* clickhouse.query(
    ofEvent,
    {
      account: query.account,
      event: query.id,
      conflicts: query.conflicts ? 1 : 0,
      limit: query.limit,
    },
    FoundRow,
  )
  const rejections = yield* readRejections(found, SHOWN_BYTES_MAX)
  return { rejections, count: Number(found[0]?.in_all ?? 0) }
})
