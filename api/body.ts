/** Reads a request's body within bounds. */
import { Duration, Effect } from "effect"
import { NO_ROOM_NEEDED, type Room } from "./body-memory.ts"
import { jsonPosition } from "./json-position.ts"
import { refused } from "./problem.ts"

const BODY_TIME_MAX = Duration.seconds(60)

const unreadable = (detail: string) => refused("unreadableBody", detail)

/** The media type alone, in lower case. */
export const mediaType = (request: Request) =>
  request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? ""

/** Refuses what cannot be decoded: only UTF-8 is read, and nothing compressed. */
export const checkEncoding = Effect.fnUntraced(function* (request: Request) {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity"
  if (encoding !== "identity")
    return yield* refused(
      "unsupportedBody",
      "A body with Content-Encoding is not accepted: send it uncompressed.",
    )
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers.get("content-type") ?? "")?.[1]
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    return yield* refused("unsupportedBody", "Only UTF-8 is accepted.")
})

/** The whole body. Reading stops at the limit, also for a body that states no length; it waits for room. */
export const bodyBytes = (request: Request, bytesMax: number, room: Room = NO_ROOM_NEEDED) =>
  readBytes(request, bytesMax, room).pipe(
    Effect.timeoutOrElse({
      duration: BODY_TIME_MAX,
      orElse: () =>
        Effect.fail(
          refused(
            "bodyTimeout",
            `The body did not arrive within ${Duration.toSeconds(BODY_TIME_MAX)} seconds.`,
          ),
        ),
    }),
  )

const readBytes = Effect.fnUntraced(function* (request: Request, bytesMax: number, room: Room) {
  const tooLarge = refused(
    "bodyTooLarge",
    `At most ${bytesMax} bytes are accepted in one request: send the rest in another one.`,
  )
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) return yield* tooLarge
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = yield* Effect.tryPromise({
      try: () => reader.read(),
      catch: () => unreadable("The body ended before it was whole."),
    })
    if (done) break
    size += value.byteLength
    if (size > bytesMax) return yield* tooLarge
    yield* room(size)
    chunks.push(value)
  }
  return Buffer.concat(chunks, size)
})

/** A JSON document, or a refusal that says where it stops being one. */
export const parseJson = (bytes: Uint8Array) =>
  Effect.flatMap(decodeUtf8(bytes), (text) =>
    Effect.try({
      try: (): unknown => JSON.parse(text),
      catch: () => {
        const { offset, line, column, atEnd } = jsonPosition(text)
        const where = `position ${offset} (line ${line}, column ${column})`
        return unreadable(
          atEnd
            ? `The body is not whole JSON: it ends at ${where}.`
            : `The body is not JSON: unexpected character at ${where}.`,
        )
      },
    }),
  )

const decodeUtf8 = (bytes: Uint8Array) =>
  Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () => unreadable(`The body is not UTF-8: see byte ${invalidByte(bytes)}.`),
  })

/** The index of the first byte that belongs to no UTF-8 character. */
const invalidByte = (bytes: Uint8Array): number => {
  let [valid, invalid] = [0, bytes.length]
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2)
    if (startsValid(bytes.subarray(0, middle))) valid = middle
    else invalid = middle
  }
  return valid
}

/** Whether more bytes could make it valid: with `stream`, a character that is cut off is no error. */
const startsValid = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
