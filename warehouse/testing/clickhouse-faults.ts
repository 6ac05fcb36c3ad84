/** What can go wrong between a client and a server, on demand. */

export interface Fault {
  /** Hits requests whose statement contains this text. */
  readonly statement: string
  readonly what:
    | "lost before" // the connection breaks, nothing was done
    | "lost after" // all was done, the answer is lost
    | "unavailable" // what stands in front of the server answers 503
    | "hang" // nothing comes
    | "busy" // the server answers with an exception that will pass
    | "torn" // an exception stands in the body, after a status that said all is well
  readonly times: number
}

/** A request as it arrived. */
export interface SeenRequest {
  readonly statement: string
  readonly settings: Readonly<Record<string, string>>
  readonly urlLength: number
  readonly bodyLength: number
  /** The client went away before it was answered. */
  readonly givenUp: boolean
}

export interface Faults {
  readonly add: (fault: Fault) => void
  readonly next: (statement: string) => Fault["what"] | null
}

export const makeFaults = (): Faults => {
  const planned: Array<{ fault: Fault; left: number }> = []
  return {
    add: (fault) => planned.push({ fault, left: fault.times }),
    next: (statement) => {
      const found = planned.find(
        ({ fault, left }) => left > 0 && statement.includes(fault.statement),
      )
      if (found === undefined) return null
      found.left--
      return found.fault.what
    },
  }
}
