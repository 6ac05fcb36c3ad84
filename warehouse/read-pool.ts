/**
 * The embedded engine's connections for reading. Each runs one query at a time, so a query takes one that
 * is idle; while none is, queries wait in their order, a bounded number of them. What nobody waits for any
 * more is stopped in the engine, and its connection is given on once the engine has let go of it.
 */
import { Effect } from "effect"
import { classify } from "./clickhouse.ts"
import { tooLong, tooManyWait, type WarehouseError, WarehouseUnavailable } from "./errors.ts"

/** Queries that wait for a connection; one more is refused. */
const WAITING_MAX = 256
/** A query may be on its way into the engine, where nothing can stop it yet: so it is told again. */
const STOP_AGAIN_MS = 50
/** For the engine to let go of what runs when the pool closes. */
const CLOSED_WITHIN = "2 seconds"

export interface Question {
  readonly statement: string
  readonly format: "JSONEachRow" | "RowBinary"
}

/** Runs one query to its end, whatever that is. */
export type Connection = (question: Question) => Promise<Uint8Array>

export interface ReadPoolOptions {
  readonly connections: ReadonlyArray<Connection>
  /** Tells the engine to stop the query that begins with this comment; returns at once. */
  readonly stop: (id: string) => void
  /** From the question to the answer, the wait for a connection included. */
  readonly secondsMax: number
}

type Answer = Effect.Effect<Uint8Array, WarehouseError>

interface Job {
  readonly id: string
  readonly question: Question
  readonly done: (answer: Answer) => void
}

/** Open as long as the scope is. */
export const makeReadPool = (options: ReadPoolOptions) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => openPool(options)),
      ({ close }) => close,
    ),
    ({ ask }) => ask,
  )

const openPool = ({ connections, stop, secondsMax }: ReadPoolOptions) => {
  const idle = [...connections]
  const waiting = new Set<Job>()
  const running = new Map<Job, Promise<void>>()
  let last = 0
  let closed = false

  const giveOn = (connection: Connection): void => {
    const [next] = waiting
    if (next === undefined) return void idle.push(connection)
    waiting.delete(next)
    start(connection, next)
  }

  const start = (connection: Connection, job: Job): void => {
    const end = (answer: Answer) => {
      running.delete(job)
      giveOn(connection)
      job.done(answer)
    }
    const question = { ...job.question, statement: `/*${job.id}*/ ${job.question.statement}` }
    const over = connection(question).then(
      (bytes) => end(Effect.succeed(bytes)),
      (cause) => end(Effect.fail(classify("query")(cause))),
    )
    running.set(job, over)
  }

  const stopUntilOver = (job: Job): void => {
    if (!running.has(job)) return
    try {
      stop(job.id)
    } catch {
      // Told again below.
    }
    setTimeout(() => stopUntilOver(job), STOP_AGAIN_MS)
  }

  const answerTo = (question: Question) =>
    Effect.callback<Uint8Array, WarehouseError>((done) => {
      if (closed) return done(Effect.fail(closing))
      const job: Job = { id: `read-${++last}`, question, done }
      const connection = idle.pop()
      if (connection !== undefined) start(connection, job)
      else if (waiting.size < WAITING_MAX) waiting.add(job)
      else return done(Effect.fail(tooManyWait(WAITING_MAX)))
      return Effect.sync(() => {
        waiting.delete(job)
        stopUntilOver(job)
      })
    })

  return {
    ask: (question: Question) =>
      Effect.timeoutOrElse(answerTo(question), {
        duration: secondsMax * 1000,
        orElse: () => Effect.fail(tooLong(secondsMax)),
      }),
    close: Effect.suspend(() => {
      closed = true
      for (const job of waiting) job.done(Effect.fail(closing))
      waiting.clear()
      for (const job of running.keys()) stopUntilOver(job)
      return Effect.timeoutOption(
        Effect.promise(() => Promise.all(running.values())),
        CLOSED_WITHIN,
      )
    }),
  }
}

const closing = new WarehouseUnavailable({ operation: "query", cause: new Error("it is closing") })
