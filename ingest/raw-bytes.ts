/** What arrived, as bytes to keep: whole when it is an event's size, else its beginning and a note. */
import type { FieldError } from "#warehouse/domain/usage-event.ts"

export const RAW_BYTES_MAX = 64 * 1024

export interface KeptBytes {
  readonly raw: Uint8Array
  /** Says how much is missing; empty when nothing is. */
  readonly notes: ReadonlyArray<FieldError>
}

export const keepBytes = (bytes: Uint8Array): KeptBytes =>
  bytes.length <= RAW_BYTES_MAX
    ? { raw: bytes, notes: [] }
    : {
        // A copy: a view would hold the whole request's memory for as long as its beginning is kept.
        raw: bytes.slice(0, RAW_BYTES_MAX),
        notes: [
          {
            pointer: "",
            code: "raw_cut",
            message: `the first ${RAW_BYTES_MAX} of ${bytes.length} bytes are kept`,
          },
        ],
      }
