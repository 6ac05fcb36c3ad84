/**
 * Bounds the bodies that are in memory at the same time, over all requests of the process. What has not
 * arrived takes no room: a hundred bodies that trickle keep nobody else from sending.
 */
import { Duration, Effect, Scope, Semaphore } from "effect"
import { type Refused, refused } from "./problem.ts"

/** A body that has grown beyond this takes room for all of it at once, so that no two of them wait for each other. */
const SMALL_BYTES_MAX = 256 * 1024
/** Of all small bodies, and of the beginnings of large ones. */
const SMALL_BYTES_TOTAL = 32 * 1024 * 1024
const LARGE_BYTES_TOTAL = 96 * 1024 * 1024
const UNIT_BYTES = 4 * 1024
const WAIT_MAX = Duration.seconds(10)

const small = Semaphore.makeUnsafe(SMALL_BYTES_TOTAL / UNIT_BYTES)
const large = Semaphore.makeUnsafe(LARGE_BYTES_TOTAL / UNIT_BYTES)

const unitsOf = (bytes: number) => Math.ceil(bytes / UNIT_BYTES)

/** Makes room for a body of which so many bytes have arrived, before more of it is read. */
export type Room = (bytes: number) => Effect.Effect<void, Refused>

/** For bodies whose bound is so small that they need no account. */
export const NO_ROOM_NEEDED: Room = () => Effect.void

const full = refused("unavailable", "Too many events are being taken at once: try again.", {
  headers: { "retry-after": "5" },
})

/**
 * Runs what reads the body, and what works on it. While there is no room nothing more is read, so the sender
 * waits too; a wait that is too long is refused.
 */
export const withinBodyMemory = <A, E, R>(
  request: Request,
  bytesMax: number,
  use: (room: Room) => Effect.Effect<A, E, R>,
) =>
  Effect.scoped(
    Effect.flatMap(Effect.scope, (scope) => {
      const take = (pool: Semaphore.Semaphore, units: number) =>
        pool
          .takeScoped(units)
          .pipe(
            Scope.provide(scope),
            Effect.timeoutOrElse({ duration: WAIT_MAX, orElse: () => Effect.fail(full) }),
          )
      const whole = Math.min(Number(request.headers.get("content-length") ?? bytesMax), bytesMax)
      let [taken, isWhole] = [0, false]
      return use((bytes) =>
        Effect.suspend(() => {
          if (isWhole) return Effect.void
          isWhole = bytes > SMALL_BYTES_MAX
          const more = unitsOf(isWhole ? Math.max(whole, bytes) : bytes) - (isWhole ? 0 : taken)
          if (more <= 0) return Effect.void
          taken += more
          return take(isWhole ? large : small, more)
        }),
      )
    }),
  )
