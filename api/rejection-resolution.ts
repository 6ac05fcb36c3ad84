/** What an operator decides about something that was not counted: send it again, or let it go. */
import { Duration, Effect, Semaphore } from "effect"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { WarehouseUnavailable } from "#warehouse/errors.ts"
import { RejectionReview } from "#warehouse/rejection-review.ts"
import { isCut, type KeptRejection, type Resolution } from "#warehouse/rejection-rows.ts"
import type { EventResult } from "./event-contract.ts"
import { EventIntake, type RawEvent } from "./event-intake.ts"
import { EventPreview } from "./event-preview.ts"
import { refused } from "./problem.ts"
import type { ResolveBody } from "./rejection-body.ts"

// One at a time: two people who correct the same event under two ids would count it twice.
const turn = Semaphore.makeUnsafe(1)
/** What goes into a log has its fate by then, as a rule. */
const FATE_WAIT_SECONDS = 5
/** Waiting for the turn included. What was sent is stored later all the same, and known by then. */
const RESOLVED_WITHIN = Duration.seconds(30)

const noSuchRejection = () =>
  refused("notFound", "No rejection of that id can be read with this credential.")

/** The rejection with all that was kept of it, if one of these accounts' (null: of all). */
export const readableRejection = Effect.fnUntraced(function* (
  id: bigint | null,
  accounts: ReadonlyArray<string> | null,
) {
  const review = yield* RejectionReview
  const rejection = id === null ? null : yield* review.get(id)
  const mayRead = accounts === null || accounts.includes(rejection?.account ?? "")
  return rejection === null || !mayRead ? yield* noSuchRejection() : rejection
})

/** The rejection as it is afterwards, and the fate of the event that was sent. */
export const resolveRejection = (id: bigint | null, body: ResolveBody) =>
  turn
    .withPermits(1)(
      Effect.gen(function* () {
        const rejection = yield* readableRejection(id, null)
        yield* checkOpen(rejection)
        if (body.action === "retry") return yield* retry(rejection, body.event)
        return {
          rejection: yield* decide(rejection, {
            state: "resolved",
            action: "dismiss",
            fate: null,
            event: null,
            note: body.note,
          }),
          result: null,
        }
      }),
    )
    .pipe(
      Effect.timeoutOrElse({
        duration: RESOLVED_WITHIN,
        orElse: () =>
          Effect.fail(
            new WarehouseUnavailable({ operation: "insert", cause: "not stored in time" }),
          ),
      }),
    )

/** What was dismissed may be retried after all. What was counted is over. */
const checkOpen = Effect.fnUntraced(function* ({ resolution }: KeptRejection) {
  if (resolution?.state !== "resolved" || resolution.action === "dismiss") return
  const { event, at } = resolution
  const what = `as event ${event?.id} of account ${event?.account}`
  return yield* refused(
    "alreadyResolved",
    `It was sent again ${what} at ${formatInstant(at)} and is counted.`,
  )
})

const decide = Effect.fnUntraced(function* (
  rejection: KeptRejection,
  resolution: Omit<Resolution, "at">,
) {
  const review = yield* RejectionReview
  return { ...rejection, resolution: yield* review.resolve(rejection, resolution) }
})

const retry = Effect.fnUntraced(function* (rejection: KeptRejection, corrected: unknown) {
  const item = yield* eventToSend(rejection, corrected)
  const result = yield* fateOf(rejection, item)
  const state = stateAfter(result)
  const { account, id, fate } = result
  if (state === null || account === undefined || id === undefined) return { rejection, result }
  const resolution = { state, action: "retry", fate, event: { account, id }, note: null } as const
  return { rejection: yield* decide(rejection, resolution), result }
})

const fateOf = Effect.fnUntraced(function* (rejection: KeptRejection, item: RawEvent) {
  const { preview } = yield* EventPreview
  const intake = yield* EventIntake
  const [foreseen] = yield* preview([item])
  // What would not be counted is not sent: it would be kept as one more rejection of the same thing.
  if (foreseen !== undefined && foreseen.fate !== "accepted") return foreseen
  yield* checkSame(rejection, foreseen)
  const [result] = yield* intake.submit([item], FATE_WAIT_SECONDS)
  if (result === undefined) throw new Error("the intake answered no fate for an event")
  return result
})

/** While its event is in the log, another one in its place would count as well. */
const checkSame = Effect.fnUntraced(function* (
  { resolution }: KeptRejection,
  foreseen: EventResult | undefined,
) {
  if (resolution?.state !== "retried" || resolution.event === null) return
  const { account, id } = resolution.event
  if (foreseen?.account === account && foreseen.id === id) return
  return yield* refused(
    "notRetryable",
    `Event ${id} of account ${account} was sent in its place and is in the log, its fate not known yet: send that one again, or dismiss the rejection first.`,
  )
})

/** Duplicate: it is counted as well, since an earlier try of which no answer came back, say. */
const stateAfter = ({ fate }: EventResult): Resolution["state"] | null => {
  if (fate === "accepted" || fate === "duplicate") return "resolved"
  return fate === "queued" ? "retried" : null
}

const eventToSend = Effect.fnUntraced(function* (rejection: KeptRejection, corrected: unknown) {
  if (corrected !== undefined) return { kind: "value", value: corrected } satisfies RawEvent
  if (isCut(rejection))
    return yield* refused(
      "notRetryable",
      `Only the first ${rejection.keptBytes} bytes of it are kept, so it cannot be sent again as it was: send the corrected event along.`,
    )
  return { kind: "bytes", bytes: rejection.raw } satisfies RawEvent
})
