/** Reads a small JSON body by its schema, and names every bad field at once. */
import { Effect, Result, Schema, SchemaIssue } from "effect"
import { bodyBytes, checkEncoding, mediaType, parseJson } from "./body.ts"
import { fieldsRefused, refused } from "./problem.ts"
import { pointerOf } from "./query.ts"

const BYTES_MAX = 256 * 1024
const formatIssues = SchemaIssue.makeFormatterStandardSchemaV1()

/** `what`: "A key", for people. */
export const jsonBody =
  <A>(what: string, schema: Schema.Decoder<A>) =>
  (request: Request) =>
    Effect.gen(function* () {
      if (mediaType(request) !== "application/json")
        return yield* refused("unsupportedBody", `${what} is accepted as application/json.`)
      yield* checkEncoding(request)
      const value = yield* Effect.flatMap(bodyBytes(request, BYTES_MAX), parseJson)
      const options = { errors: "all", onExcessProperty: "error" } as const
      const decoded = Schema.decodeUnknownResult(schema, options)(value)
      if (Result.isSuccess(decoded)) return decoded.success
      return yield* fieldsRefused(
        "invalidBody",
        formatIssues(decoded.failure.issue).issues.map(({ path = [], message }) => ({
          pointer: path.map((key) => pointerOf(String(key))).join(""),
          code: "invalid_value",
          message,
        })),
      )
    })
