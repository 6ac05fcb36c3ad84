/**
 * The mapping file: how a row of a CSV or JSON Lines file becomes a usage event. JSON; `docs/import.md`
 * explains every word of it.
 *
 *     {
 *       "format": "csv",                       or "jsonl"
 *       "null_values": ["", "NULL"],           texts that mean "no value"; [""] if left out
 *       "protected_texts": true,               csv: takes an apostrophe away that stands before a formula
 *       "skip": [
 *         { "reason": "free", "column": "Cost", "is": "zero" },          zero, negative, null
 *         { "reason": "tax", "column": "Kind", "equals": ["Tax"] },
 *         { "reason": "rounds to zero", "credits": "zero" }              after scale and rounding
 *       ],
 *       "event": {
 *         "id": { "prefix": "llm-", "columns": ["Time", "Tokens"], "number": "among_equal" },  or "row"
 *         "account": { "constant": "chat-api" },
 *         "type": { "sign_of": "credits", "positive": "spend", "negative": "refund" },
 *         "operation": { "column": "Operation", "slug": true },
 *         "credits": { "sum": [{ "column": "In", "scale": "0.5" }, { "column": "Out", "scale": "1.5" }],
 *                      "rounding": "half-up" },                           or half-even, down, exact
 *         "occurred_at": { "column": "Time", "zone": "UTC", "digits": "cut" },
 *         "category": { "column": "Kind", "values": { "Usage": "Cloud" } },
 *         "description": { "template": "{Kind}: {Text}" },
 *         "quantity": { "column": "Quantity", "rounding": "half-up", "magnitude": true },
 *         "properties": { "region": { "column": "Region" } },
 *         "properties_from": "Tags"            all of a JSON object, in a cell or as a value
 *       }
 *     }
 */
import { Effect, Schema, SchemaIssue } from "effect"
import { isTimeZone } from "#warehouse/domain/calendar.ts"
import { parseExact, ROUNDINGS } from "./exact-decimal.ts"

const ColumnName = Schema.NonEmptyString

/** Exactly one of these keys, so that no source says two things. */
const oneOf = (...keys: ReadonlyArray<string>) =>
  Schema.makeFilter<object>((source) =>
    keys.filter((key) => key in source).length === 1
      ? undefined
      : `exactly one of ${keys.join(", ")}`,
  )

/** These keys only together with that one. */
const onlyWith = (key: string, ...dependent: ReadonlyArray<string>) =>
  Schema.makeFilter<object>((source) => {
    const stray = key in source ? undefined : dependent.find((name) => name in source)
    return stray === undefined ? undefined : `${stray} needs ${key}`
  })

/** A text out of one column, the same for every row, or put together from several columns. */
const textFields = {
  column: Schema.optionalKey(ColumnName),
  constant: Schema.optionalKey(Schema.NonEmptyString),
  template: Schema.optionalKey(Schema.NonEmptyString),
  /** Other texts for those of the column; what is not listed stays as it is. */
  values: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  /** "Atlas Nimbus" becomes "atlas-nimbus". */
  slug: Schema.optionalKey(Schema.Boolean),
}
const TextSource = Schema.Struct(textFields).check(
  oneOf("column", "constant", "template"),
  onlyWith("column", "values"),
)
export type TextSource = typeof TextSource.Type

const TypeSource = Schema.Struct({
  ...textFields,
  sign_of: Schema.optionalKey(Schema.Literal("credits")),
  positive: Schema.optionalKey(Schema.NonEmptyString),
  negative: Schema.optionalKey(Schema.NonEmptyString),
}).check(
  oneOf("column", "constant", "template", "sign_of"),
  onlyWith("column", "values"),
  onlyWith("sign_of", "positive", "negative"),
  onlyWith("positive", "sign_of"),
  onlyWith("negative", "sign_of"),
)
export type TypeSource = typeof TypeSource.Type

const Factor = Schema.NonEmptyString.check(
  Schema.makeFilter((text) =>
    parseExact(text) === undefined ? 'a decimal as a string, such as "0.001"' : undefined,
  ),
)
const Term = Schema.Struct({ column: ColumnName, scale: Schema.optionalKey(Factor) })

/**
 * One column times a factor, or the sum of several. Without `rounding`, more than 6 places are refused.
 * `magnitude` drops the sign: the quantity of a refund.
 */
const DecimalSource = Schema.Struct({
  column: Schema.optionalKey(ColumnName),
  scale: Schema.optionalKey(Factor),
  constant: Schema.optionalKey(Factor),
  sum: Schema.optionalKey(Schema.NonEmptyArray(Term)),
  rounding: Schema.optionalKey(Schema.Literals(ROUNDINGS)),
  magnitude: Schema.optionalKey(Schema.Boolean),
}).check(oneOf("column", "constant", "sum"), onlyWith("column", "scale"))
export type DecimalSource = typeof DecimalSource.Type

const IdSource = Schema.Struct({
  prefix: Schema.optionalKey(Schema.String),
  columns: Schema.Array(ColumnName),
  /** `row`: the row's number. `among_equal`: the how-manieth row with the same columns. */
  number: Schema.optionalKey(Schema.Literals(["row", "among_equal"])),
}).check(
  Schema.makeFilter(({ columns, number }) =>
    columns.length > 0 || number === "row" ? undefined : 'columns, or number "row"',
  ),
)
export type IdSource = typeof IdSource.Type

const TimeSource = Schema.Struct({
  column: ColumnName,
  /** The IANA zone of times without an offset. */
  zone: Schema.optionalKey(
    Schema.String.check(
      Schema.makeFilter((zone) => (isTimeZone(zone) ? undefined : "an IANA time zone")),
    ),
  ),
  /** What happens to digits behind the millisecond; refused if left out. */
  digits: Schema.optionalKey(Schema.Literals(["cut", "refuse"])),
})
export type TimeSource = typeof TimeSource.Type

const Skip = Schema.Struct({
  reason: Schema.NonEmptyString,
  column: Schema.optionalKey(ColumnName),
  is: Schema.optionalKey(Schema.Literals(["zero", "negative", "null"])),
  equals: Schema.optionalKey(Schema.NonEmptyArray(Schema.String)),
  credits: Schema.optionalKey(Schema.Literal("zero")),
}).check(
  oneOf("is", "equals", "credits"),
  onlyWith("column", "is", "equals"),
  Schema.makeFilter((skip) =>
    "credits" in skip && "column" in skip ? "credits does not go with column" : undefined,
  ),
)
export type Skip = typeof Skip.Type

const optional = Schema.optionalKey

export const ImportMapping = Schema.Struct({
  $comment: optional(Schema.String),
  format: Schema.Literals(["csv", "jsonl"]),
  null_values: optional(Schema.Array(Schema.String)),
  protected_texts: optional(Schema.Boolean),
  skip: optional(Schema.Array(Skip)),
  event: Schema.Struct({
    id: IdSource,
    account: TextSource,
    type: TypeSource,
    operation: TextSource,
    credits: DecimalSource,
    occurred_at: TimeSource,
    category: optional(TextSource),
    description: optional(TextSource),
    quantity: optional(DecimalSource),
    unit: optional(TextSource),
    reference: optional(TextSource),
    refers_to: optional(TextSource),
    amount: optional(DecimalSource),
    currency: optional(TextSource),
    actor: optional(TextSource),
    properties: optional(Schema.Record(Schema.String, TextSource)),
    properties_from: optional(ColumnName),
  }),
})
export type ImportMapping = typeof ImportMapping.Type

/** `errors` name each bad field of the mapping: `/event/credits: exactly one of column, constant, sum`. */
export class MappingInvalid extends Schema.TaggedError<MappingInvalid>()("MappingInvalid", {
  errors: Schema.Array(Schema.String),
}) {
  override get message() {
    return `the mapping cannot be used: ${this.errors.join("; ")}`
  }
}

const decode = Schema.decodeUnknownEffect(ImportMapping, {
  errors: "all",
  onExcessProperty: "error",
})
const format = SchemaIssue.makeFormatterStandardSchemaV1()

export const decodeMapping = (value: unknown): Effect.Effect<ImportMapping, MappingInvalid> =>
  decode(value).pipe(
    Effect.mapError(
      ({ issue }) =>
        new MappingInvalid({
          errors: format(issue).issues.map(
            ({ path, message }) => `/${(path ?? []).map(String).join("/")}: ${message}`,
          ),
        }),
    ),
  )

export const parseMapping = (text: string): Effect.Effect<ImportMapping, MappingInvalid> =>
  Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: () => new MappingInvalid({ errors: ["it is not a JSON document"] }),
  }).pipe(Effect.flatMap(decodeMapping))
