import { Cause, Schema } from "effect"

/** The consumer cannot go on, and nothing heals it but a new start: the process has to end, non-zero. */
export class ConsumerStopped extends Schema.TaggedError<ConsumerStopped>()("ConsumerStopped", {
  cause: Schema.Defect(),
}) {
  override get message() {
    const why = this.cause instanceof Error ? this.cause.message : `${this.cause}`
    return `the Kafka consumer stopped: ${why}`
  }
}

export const stoppedBy = (cause: Cause.Cause<unknown>) =>
  new ConsumerStopped({ cause: Cause.squash(cause) })
