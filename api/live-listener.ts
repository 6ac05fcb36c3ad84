/** One open stream of events: gives what is there when its client has read what came before. */

export interface Listener {
  readonly stream: ReadableStream<Uint8Array>
  /** Whether the client has read everything so far, and waits for more. */
  readonly waits: () => boolean
  /** There may be something to give. */
  readonly nudge: () => void
  /** Gives this as the last thing. */
  readonly end: (last: Uint8Array) => void
  /** Breaks the connection, if it still stands. */
  readonly abandon: () => void
}

export interface ListenerSettings {
  /** What to give now; null for nothing. */
  readonly take: () => Uint8Array | null
  /** Called once, when nothing more can be given. */
  readonly left: () => void
}

export const makeListener = ({ take, left }: ListenerSettings): Listener => {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null
  let resume: (() => void) | null = null
  let last: Uint8Array | null = null
  let over = false

  const finish = () => {
    if (over) return
    over = true
    left()
    resume?.()
  }
  const nudge = () => {
    if (over || resume === null || controller === null) return
    const piece = last ?? take()
    if (piece === null) return
    controller.enqueue(piece)
    if (last !== null) {
      controller.close()
      return finish()
    }
    const goOn = resume
    resume = null
    goOn()
  }
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (own) => {
        controller = own
      },
      pull: () =>
        new Promise<void>((resolve) => {
          resume = resolve
          nudge()
        }),
      cancel: finish,
    },
    // Nothing is made ahead of who reads: what is old by then would only be in the way.
    { highWaterMark: 0 },
  )
  return {
    stream,
    waits: () => resume !== null,
    nudge,
    end: (bytes) => {
      last = bytes
      nudge()
    },
    abandon: () => {
      if (over) return
      controller?.error(new Error("the client does not read on"))
      finish()
    },
  }
}
