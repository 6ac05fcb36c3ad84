/**
 * Every way an event can be refused. The codes are part of the contract: programs act on them, so
 * they never change; the messages are for people and never repeat the refused value.
 */
import { USAGE_EVENT_TYPE } from "./cloud-event-type.ts"
import { FRACTION_DIGITS } from "./decimal.ts"

export interface Refusal {
  readonly code: string
  readonly message: string
}

export const REFUSALS = {
  invalid_utf8: () => "the bytes are not valid UTF-8",
  too_many_bytes: (max: number, got: number) => `at most ${max} bytes, got ${got}`,
  malformed_json: () => "the text is not one JSON document",
  required: () => "required, and missing",
  unknown_field: () => "not a field of a usage event",
  type: (expected: string) => `expected ${expected}`,
  too_short: () => "at least 1 character",
  too_long: (max: number, got: number) => `at most ${max} characters, got ${got}`,
  not_printable: () => "no control characters and no half of a surrogate pair",
  reserved_name: () => "this name is reserved",
  enum: (values: ReadonlyArray<string>) => `one of ${values.join(", ")}`,
  decimal: () => 'a plain decimal such as "12.5": digits and at most one point, no exponent',
  decimal_places: (got: number) => `at most ${FRACTION_DIGITS} decimal places, got ${got}`,
  too_large: (max: number, got: number) => `at most ${max} digits before the point, got ${got}`,
  not_positive: () => "greater than zero; whether credits are added follows from the type",
  negative: () => "not less than zero",
  timestamp: () => 'RFC 3339 with a real day and time, such as "2026-01-28T14:21:00.000Z"',
  time_zone_missing: () => 'the offset is missing: end with "Z" or one such as "+02:00"',
  precision: (got: number) => `at most 3 digits after the second (milliseconds), got ${got}`,
  too_old: () => "not before 1980-01-01T00:00:00Z",
  in_future: () => "at most 1 hour after the time of receipt",
  currency: () => 'an ISO 4217 code in capitals, such as "USD"',
  with_amount: () => "required when amount is given",
  with_currency: () => "required when currency is given",
  only_with_refund: () => "only for a refund or a failure",
  only_with_failure: () => "only for a failure",
  not_with_failure: () => "a failure has none: what it refunds follows from the spend it names",
  refund_exceeds_spend: (spent: string, refunded: string) =>
    `refunds of a spend never exceed it: ${spent} were spent, and ${refunded} of it refunded before`,
  too_many: (max: number, got: number) => `at most ${max} properties, got ${got}`,
  spec_version: () => 'only "1.0": another version of CloudEvents is not read',
  event_type: () => `not an event of Tidemark's: only "${USAGE_EVENT_TYPE}" is read`,
  media_type: () => 'data must be JSON: "application/json", or a type that ends with "+json"',
  charset: () => "data must be UTF-8",
  media_type_missing: () => "required with data in bytes: nothing says that they are JSON",
  two_ids: () => "the event and its data name different ids: leave one out, or make them the same",
  two_payloads: () => "data and data_base64 exclude each other",
  event_format: () => 'of CloudEvents only the JSON format is read: "application/cloudevents+json"',
  account_not_allowed: () => "the credential may not send events for this account",
  no_value: () => "the message has no value (a tombstone)",
  base64: () => "not base64 (RFC 4648, with padding)",
  attribute_name: () => "an attribute's name has lower-case letters a-z and digits only",
  attribute_type: () => "an attribute is a string, a boolean or a whole number of 32 bits",
  many_attributes: (max: number, got: number) => `at most ${max} attributes, got ${got}`,
  header_encoding: () => "header values are printable ASCII, the rest percent-encoded UTF-8",
  repeated: () => "the header comes more than once; a space within a value is written %20",
  more_errors: (count: number) => `and ${count} more errors`,
} as const satisfies Record<string, (...args: never) => string>

export type RefusalCode = keyof typeof REFUSALS

/** `refuse("too_long", 128, 200)`: the code with its message. */
export const refuse = <C extends RefusalCode>(
  code: C,
  ...args: Parameters<(typeof REFUSALS)[C]>
): Refusal => ({ code, message: (REFUSALS[code] as (...args: unknown[]) => string)(...args) })
