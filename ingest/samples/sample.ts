/** What the sample accounts have in common: how they are recognized, and how their events are sent. */
import { Effect, Schema } from "effect"
import type { Account } from "#warehouse/domain/account.ts"
import type { SinkError } from "../event-sink.ts"
import type { ImportFileInvalid } from "../importer/import-file.ts"
import { type EventResult, Intake } from "../intake.ts"
import type { RawEvent } from "../raw-event.ts"

/** One of our own events was refused, so the sample would not be what it says. */
export class SampleRefused extends Schema.TaggedError<SampleRefused>()("SampleRefused", {
  account: Schema.String,
  reason: Schema.String,
}) {
  override get message() {
    return `the sample account ${this.account} cannot be loaded: ${this.reason}`
  }
}

/** How many events were new, and what there is to say about the others. */
export interface Loaded {
  readonly accepted: number
  readonly remarks: ReadonlyArray<string>
}

/**
 * What one start has to do for a sample account. `begun` and `done` are what the account says about itself
 * before the first event is sent and after the last one is safe: since `done` is written last, it cannot
 * be there without the events, and an account that says neither is somebody's own.
 */
export type Step =
  | { readonly kind: "nothing" }
  | { readonly kind: "foreign" }
  | {
      readonly kind: "load"
      /** For people, when it takes a while: "19,366 requests". */
      readonly what: string | null
      readonly begun: string
      readonly done: string
      readonly send: Effect.Effect<Loaded, SampleRefused | ImportFileInvalid | SinkError, Intake>
    }

export interface Sample {
  readonly account: Omit<Account, "about">
  /** `about` is what a stored account says about itself, `undefined` when there is none. `now`: epoch milliseconds. */
  readonly next: (about: string | null | undefined, now: number) => Step
}

/** One request's worth: large enough to be quick, small enough to be interrupted. */
const CHUNK_SIZE = 2_500

/** In their order, each chunk safe before the next one is sent. What was there before is not added again. */
export const sendEvents = Effect.fnUntraced(function* (
  account: string,
  events: ReadonlyArray<RawEvent>,
) {
  const intake = yield* Intake
  let [accepted, conflicts] = [0, 0]
  for (let at = 0; at < events.length; at += CHUNK_SIZE) {
    const results = yield* intake.submit(events.slice(at, at + CHUNK_SIZE))
    for (const result of results) {
      if (result.fate === "rejected") return yield* refused(account, result)
      if (result.fate === "accepted" || result.fate === "queued") accepted++
      if (result.fate === "conflict") conflicts++
    }
  }
  return { accepted, remarks: conflictRemarks(conflicts) }
})

const figures = new Intl.NumberFormat("en")

/** `counted(1, "event")`: "1 event"; `counted(1200, "event")`: "1,200 events". */
export const counted = (count: number, noun: string): string =>
  `${figures.format(count)} ${noun}${count === 1 ? "" : "s"}`

export const conflictRemarks = (conflicts: number): ReadonlyArray<string> =>
  conflicts === 0
    ? []
    : [`${counted(conflicts, "event")} with other content than before, not counted`]

const refused = (account: string, { id, errors = [] }: EventResult): SampleRefused =>
  new SampleRefused({
    account,
    reason: `event ${id}: ${errors.map((e) => `${e.pointer} ${e.message}`).join("; ")}`,
  })
