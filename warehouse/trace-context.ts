/** Where a request stands in somebody's trace, in the words of W3C Trace Context. */
import { Context } from "effect"

export interface Trace {
  readonly traceparent: string
  readonly tracestate: string | null
}

/** Of whatever is running; null where nobody traces. */
export const CurrentTrace = Context.Reference<Trace | null>("warehouse/CurrentTrace", {
  defaultValue: () => null,
})
