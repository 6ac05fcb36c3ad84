/** Where what comes by itself comes from. */
export interface LiveSource {
  /** As of an `EventSource`. */
  readonly readyState: number
  readonly addEventListener: (name: string, tell: (event: MessageEvent) => void) => void
  readonly close: () => void
}

/** An `EventSource` connects again by itself until it is in this state. */
export const CLOSED = 2

type Open = (path: string) => LiveSource

let opener: Open | undefined

/** `undefined` where there is nothing of the kind. */
export const openLive = (path: string): LiveSource | undefined => {
  if (opener !== undefined) return opener(path)
  return typeof EventSource === "undefined" ? undefined : new EventSource(path)
}

export const openLiveBy = (other: Open): void => {
  opener = other
}
