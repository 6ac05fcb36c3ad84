/** One request to a Tidemark, and what it says. */
import { Effect, Schema } from "effect"
import { type ApiAddress, ApiRefused, type ApiRequest, apiCall } from "./api-call.ts"

/** The answer, in the shape that it has to have. */
export const apiAsk = Effect.fnUntraced(function* <A>(
  address: ApiAddress,
  request: ApiRequest,
  schema: Schema.Decoder<A>,
) {
  const answer = yield* apiCall(address, request)
  return yield* Schema.decodeUnknownEffect(schema)(answer).pipe(
    Effect.mapError(
      () =>
        new ApiRefused({
          url: address.url.href,
          reason: "the answer is not what was asked for; is this a Tidemark of this version?",
        }),
    ),
  )
})
