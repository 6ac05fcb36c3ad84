/** Four rejections, and a review of them in memory. */
import { Effect, Layer } from "effect"
import { type RejectionPageQuery, RejectionReview } from "#warehouse/rejection-review.ts"
import type { KeptRejection, Resolution } from "#warehouse/rejection-rows.ts"

const rejection = (id: bigint, more: Partial<KeptRejection>): KeptRejection => ({
  id,
  account: "studio-north",
  eventId: "e1",
  reason: "rejected",
  errors: [{ pointer: "/credits", code: "required", message: "is required" }],
  differs: [],
  raw: Buffer.from(`{"id":"e1"}`),
  keptBytes: 11,
  position: null,
  receivedAt: Date.UTC(2026, 2, 6, 11),
  resolution: null,
  ...more,
})
/** Newest first. */
export const REJECTIONS: ReadonlyArray<KeptRejection> = [
  rejection(1n, {}),
  rejection(2n, {
    reason: "unreadable",
    account: null,
    eventId: null,
    errors: [{ pointer: "", code: "invalid_utf8", message: "is not UTF-8" }],
    raw: Buffer.from([0x22, 0xff]),
    keptBytes: 2,
    position: { topic: "usage.events", partition: 3, offset: 2n ** 60n },
  }),
  rejection(3n, {
    errors: [{ pointer: "", code: "raw_cut", message: "the first 11 of 70000 bytes are kept" }],
    account: "odd/ö %",
  }),
  rejection(4n, {
    reason: "conflict",
    errors: [],
    differs: [{ field: "credits", stored: "1", sent: "2" }],
  }),
]
/** Adds what it is asked for to `pages`. */
export const rejectionReview = (pages: RejectionPageQuery[], now: number) =>
  Layer.sync(RejectionReview, () => {
    const decided = new Map<bigint, Resolution>()
    const all = () =>
      REJECTIONS.map((one) => ({ ...one, resolution: decided.get(one.id) ?? one.resolution }))
    return RejectionReview.of({
      page: (query) => {
        pages.push(query)
        const found = all().filter(({ account }) => query.accounts?.includes(account ?? "") ?? true)
        const at = query.after === null ? -1 : found.findIndex(({ id }) => id === query.after?.id)
        const rejections = found.slice(at + 1, at + 1 + query.limit)
        return Effect.succeed({ rejections, hasMore: at + 1 + query.limit < found.length })
      },
      get: (id) => Effect.sync(() => all().find((one) => one.id === id) ?? null),
      ofEvent: ({ account, id, conflicts }) => {
        const rejections = all().filter(
          (one) =>
            one.account === account &&
            one.eventId === id &&
            (one.reason === "conflict") === conflicts,
        )
        return Effect.succeed({ rejections, count: rejections.length })
      },
      resolve: (rejection, resolution) =>
        Effect.sync(() => {
          const kept = { ...resolution, at: now }
          decided.set(rejection.id, kept)
          return kept
        }),
    })
  })
