/** Reads the headers of W3C Trace Context, which go on with the events: https://www.w3.org/TR/trace-context/ */
import type { Trace } from "#warehouse/trace-context.ts"

/** Version 00. A later one begins with the same fields. */
const TRACEPARENT =
  /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:-|$)/
/** As long as the specification asks everybody to pass on. */
const TRACESTATE_LENGTH_MAX = 512
const PRINTABLE = /^[\x20-\x7e]*$/

/** Null where there is none, or one that is not written as it has to be: then the trace ends here. */
export const traceIn = (headers: Headers): Trace | null => {
  const traceparent = headers.get("traceparent")
  if (traceparent === null || traceIdOf(traceparent) === null || traceparent.length > 128)
    return null
  const tracestate = headers.get("tracestate") ?? ""
  const passes = tracestate.length <= TRACESTATE_LENGTH_MAX && PRINTABLE.test(tracestate)
  return { traceparent, tracestate: passes && tracestate !== "" ? tracestate : null }
}

export const traceIdOf = (traceparent: string): string | null =>
  TRACEPARENT.exec(traceparent)?.[1] ?? null
