/** Messages that are no usage event, each wrong in one way, and what has to be said about them. */
import type { Random } from "#ingest/samples/random.ts"

export interface Malformed {
  /** Null: a tombstone, which only a log can carry. */
  readonly bytes: Buffer | null
  readonly reason: "rejected" | "unreadable"
  readonly pointer: string
  readonly code: string
}

type Fields = Record<string, unknown>

const fieldsOf = (account: string, name: string): Fields => ({
  id: name,
  account,
  type: "spend",
  operation: "researcher",
  credits: "1.5",
  occurred_at: "2026-03-05T10:30:00.000Z",
})

type Kind = (fields: Fields, name: string) => Malformed

const rejected =
  (pointer: string, code: string, change: (fields: Fields) => Fields): Kind =>
  (fields) => ({
    bytes: Buffer.from(JSON.stringify(change(fields))),
    reason: "rejected",
    pointer,
    code,
  })

const unreadable =
  (code: string, make: (text: string, name: string) => Buffer | null): Kind =>
  (fields, name) => ({
    bytes: make(JSON.stringify(fields), name),
    reason: "unreadable",
    pointer: "",
    code,
  })

const withField = (name: string, value: unknown) => (fields: Fields) => ({
  ...fields,
  [name]: value,
})

const KINDS: ReadonlyArray<Kind> = [
  unreadable("malformed_json", (text) => Buffer.from(text.slice(0, -9))),
  unreadable("malformed_json", (text) => Buffer.from(`${text}]`)),
  unreadable("invalid_utf8", (text) =>
    Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xc3, 0x28, 0x7d])]),
  ),
  unreadable("type", (_, name) => Buffer.from(JSON.stringify([name]))),
  rejected("/account", "required", ({ account, ...fields }) => fields),
  rejected("/credits", "not_positive", withField("credits", "-1.5")),
  rejected("/credits", "decimal_places", withField("credits", "1.5000001")),
  rejected("/credits", "type", withField("credits", 1.5)),
  rejected("/occurred_at", "timestamp", withField("occurred_at", "2026-02-30T10:30:00Z")),
  rejected("/occurred_at", "time_zone_missing", withField("occurred_at", "2026-02-20T10:30:00")),
  rejected("/type", "enum", withField("type", "gift")),
  rejected("/tool", "unknown_field", withField("tool", "x")),
]

const TOMBSTONE = unreadable("no_value", () => null)

/** `name` is in the bytes, so that no two are the same. */
export const malformedOf = (
  options: { readonly account: string; readonly name: string; readonly tombstones: boolean },
  random: Random,
): Malformed => {
  const kinds = options.tombstones ? [...KINDS, TOMBSTONE] : KINDS
  const kind = kinds[random.below(kinds.length)] as Kind
  return kind(fieldsOf(options.account, options.name), options.name)
}
