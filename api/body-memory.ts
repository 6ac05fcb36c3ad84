/** Bounds the bodies that are in memory at the same time, over all requests of the process. */
import { Duration, Effect, Semaphore } from "effect"
import { refused } from "./problem.ts"

const UNIT_BYTES = 64 * 1024
const BYTES_MAX = 128 * 1024 * 1024
const WAIT_MAX = Duration.seconds(10)

const memory = Semaphore.makeUnsafe(BYTES_MAX / UNIT_BYTES)

/** What a body may take: what it states, or as much as is read at most. */
const unitsOf = (request: Request, bytesMax: number) => {
  const stated = Number(request.headers.get("content-length") ?? bytesMax)
  return Math.ceil(Math.max(1, Math.min(stated, bytesMax)) / UNIT_BYTES)
}

/**
 * Runs what reads the body, and what works on it, once there is room for it. Until then nothing is read,
 * so the sender waits too; a wait that is too long is refused.
 */
export const withinBodyMemory = <A, E, R>(
  request: Request,
  bytesMax: number,
  use: Effect.Effect<A, E, R>,
) => {
  const room = memory.takeScoped(unitsOf(request, bytesMax)).pipe(
    Effect.timeoutOrElse({
      duration: WAIT_MAX,
      orElse: () =>
        Effect.fail(
          refused("unavailable", "Too many events are being taken at once: try again.", {
            headers: { "retry-after": "5" },
          }),
        ),
    }),
  )
  return Effect.scoped(Effect.andThen(room, use))
}
