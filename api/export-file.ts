/** Writes the file of an export, and what it says of itself. */
import { createHash } from "node:crypto"
import { type FileHandle, open } from "node:fs/promises"
import { Effect, Schema, Stream } from "effect"
import type { WarehouseError } from "#warehouse/errors.ts"
import { loopTurn } from "#warehouse/loop-turns.ts"

const SLICE_BYTES = 256 * 1024

/** Expected, and told to who asked. */
export class ExportFailed extends Schema.TaggedError<ExportFailed>()("ExportFailed", {
  reason: Schema.String,
}) {
  override get message() {
    return this.reason
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "there is no room left on the server's disk",
  EDQUOT: "there is no room left on the server's disk",
  EROFS: "the server's disk cannot be written to",
  EACCES: "the server may not write to its data folder",
}

const onDisk = <A>(step: () => Promise<A>) =>
  Effect.tryPromise({
    try: step,
    catch: (cause) =>
      new ExportFailed({
        reason: REASONS[(cause as { code?: string }).code ?? ""] ?? "the file could not be written",
      }),
  })

export interface Written {
  readonly bytes: number
  /** In hexadecimal. */
  readonly sha256: string
}

const opened = (path: string) =>
  Effect.acquireRelease(
    onDisk(() => open(path, "w", 0o600)),
    (file) => Effect.promise(() => file.close()),
  )

const writeAll = async (file: FileHandle, bytes: Uint8Array) => {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes.subarray(at))).bytesWritten
}

/** `take`: is told of bytes before they are written, and fails where they are too many. */
export const writeExportFile = Effect.fnUntraced(function* (
  path: string,
  pieces: Stream.Stream<Uint8Array, WarehouseError>,
  take: (bytes: number) => Effect.Effect<void, ExportFailed>,
) {
  const file = yield* opened(path)
  const hash = createHash("sha256")
  let bytes = 0
  yield* Stream.runForEach(pieces, (piece) =>
    Effect.gen(function* () {
      yield* take(piece.length)
      yield* onDisk(async () => {
        for (let at = 0; at < piece.length; at += SLICE_BYTES) {
          const slice = piece.subarray(at, at + SLICE_BYTES)
          hash.update(slice)
          await writeAll(file, slice)
          await loopTurn()
        }
      })
      bytes += piece.length
    }),
  )
  yield* onDisk(() => file.sync())
  return { bytes, sha256: hash.digest("hex") } satisfies Written
}, Effect.scoped)
