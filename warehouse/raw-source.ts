/** An event as it arrived, kept when it is not counted: its bytes, or what makes them when they are asked for. */
export type RawSource = Uint8Array | (() => Uint8Array)

export const rawBytes = (raw: RawSource): Uint8Array => (typeof raw === "function" ? raw() : raw)
