/** What the API answers about rejections, as far as the command line needs it. */
import { Schema } from "effect"
import { FieldDifferences, FieldErrors, Result } from "./api-submit.ts"

export const Rejection = Schema.Struct({
  id: Schema.String,
  reason: Schema.String,
  account: Schema.NullOr(Schema.String),
  event_id: Schema.NullOr(Schema.String),
  received_at: Schema.String,
  place: Schema.NullOr(
    Schema.Struct({ topic: Schema.String, partition: Schema.Int, offset: Schema.String }),
  ),
  errors: FieldErrors,
  differs: FieldDifferences,
  raw: Schema.Struct({
    encoding: Schema.String,
    data: Schema.String,
    kept: Schema.Int,
    whole: Schema.Boolean,
  }),
  state: Schema.String,
  resolution: Schema.NullOr(
    Schema.Struct({
      action: Schema.String,
      at: Schema.String,
      fate: Schema.NullOr(Schema.String),
      event: Schema.NullOr(Schema.Struct({ account: Schema.String, id: Schema.String })),
      note: Schema.NullOr(Schema.String),
    }),
  ),
})
export type Rejection = typeof Rejection.Type

export const RejectionPage = Schema.Struct({
  rejections: Schema.Array(Rejection),
  next: Schema.NullOr(Schema.String),
})
export const OneRejection = Schema.Struct({ rejection: Rejection })
export const Resolved = Schema.Struct({ rejection: Rejection, result: Schema.NullOr(Result) })
export type Resolved = typeof Resolved.Type
