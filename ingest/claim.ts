/** What the owner of a partition has on record with the brokers, as an offset's metadata. */
import { Effect, Option, Schema } from "effect"
import type { Admin } from "kafkajs"
import type { Intent } from "#warehouse/intent.ts"
import type { KafkaSettings } from "./config.ts"

export interface Claim {
  /** Partitions of the topic by which the owner counts: an account of another partition is sent on. */
  readonly layout: number
  /** The newest intent; null before the first. */
  readonly intent: Intent | null
}

/** Offsets are committed under this group with a claim each. Nobody ever joins it. */
export const claimGroup = ({ group }: KafkaSettings): string => `${group}.intents`

const Whole = Schema.BigIntFromString
const IntentText = Schema.Struct({
  kind: Schema.Literals(["batch", "gap"]),
  sequence: Whole,
  first: Whole,
  last: Whole,
  receivedAt: Schema.Number,
  partitions: Schema.Number,
  cluster: Schema.String,
  epoch: Schema.String,
  fingerprint: Schema.String,
})
const ClaimText = Schema.fromJsonString(
  Schema.Struct({ layout: Schema.Number, intent: Schema.NullOr(IntentText) }),
)
const decodeClaim = Schema.decodeOption(ClaimText)
const encodeClaim = Schema.encodeSync(ClaimText)

/** Far below the 4 KB that brokers take for an offset's metadata. */
export const claimText = ({ layout, intent }: Claim): string =>
  encodeClaim({ layout, intent: intent === null ? null : pick(intent) })

const pick = ({ topic: _topic, partition: _partition, ...rest }: Intent) => rest

export class ClaimsUnknown extends Schema.TaggedError<ClaimsUnknown>()("ClaimsUnknown", {
  cause: Schema.Defect(),
}) {
  override get message() {
    const why = this.cause instanceof Error ? this.cause.message : JSON.stringify(this.cause)
    return `the brokers did not say what is on record for the partitions: ${why}`
  }
}

/** The claims on record, by partition; none for a partition that nobody has owned yet. */
export const readClaims = Effect.fn("ingest.readClaims")(function* (
  admin: Admin,
  settings: KafkaSettings,
) {
  const { topic } = settings
  const answers = yield* Effect.tryPromise({
    try: () => admin.fetchOffsets({ groupId: claimGroup(settings), topics: [topic] }),
    catch: (cause) => new ClaimsUnknown({ cause }),
  })
  const claims = new Map<number, Claim>()
  for (const { partition, metadata } of answers.flatMap(({ partitions }) => partitions)) {
    const claim = Option.getOrNull(decodeClaim(metadata ?? ""))
    if (claim === null) continue
    const intent = claim.intent === null ? null : { topic, partition, ...claim.intent }
    claims.set(partition, { layout: claim.layout, intent })
  }
  return claims as ReadonlyMap<number, Claim>
})
