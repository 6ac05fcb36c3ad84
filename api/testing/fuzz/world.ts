/** A small ledger behind a server, and the texts by which requests about it are good ones. */
import fc from "fast-check"
import type { Client } from "../spawned-server.ts"
import { tampered } from "./requests.ts"
import type { Texts } from "./schema-values.ts"

const EVENTS = 60
const DAY_MS = 86_400_000
const ACCOUNTS = ["studio-north", "odd/ö %", "quiet"]
const OPERATIONS = ["image_generation", "detection"]

const ledger = (until: number): ReadonlyArray<object> => [
  ...Array.from({ length: EVENTS }, (_, n) => ({
    ...{ account: ACCOUNTS[n % 2], id: `e${n}`, operation: OPERATIONS[n % 3 === 0 ? 1 : 0] },
    ...{ type: n < 4 ? "purchase" : "spend", credits: n < 4 ? "500" : `${1 + (n % 7)}.5` },
    occurred_at: new Date(until - (EVENTS - n) * 0.7 * DAY_MS).toISOString(),
    ...(n % 5 === 0 && { properties: { model: `m${n % 3}` }, actor: "kim" }),
  })),
  // Not counted: a conflict, and what is no event.
  {
    account: "studio-north",
    id: "e10",
    type: "spend",
    operation: "detection",
    credits: "9",
    occurred_at: "2026-01-01T00:00:00Z",
  },
  { account: "studio-north", id: "e99", type: "gift" },
]

const manifestOf = async (client: Client, id: string): Promise<unknown> => {
  for (;;) {
    const { status, body } = await client.get(`/v1/exports/${id}/manifest`)
    if (status !== 409) return body
  }
}

interface Known {
  readonly exportId: string
  readonly keyId: string
  readonly rejectionIds: ReadonlyArray<string>
  readonly cursors: ReadonlyArray<string>
  readonly key: string
  readonly until: number
}

const textsOf = (known: Known): Texts => {
  const { cursors, until } = known
  const instant = (ago: number) => new Date(until - ago).toISOString()
  const moment = fc.nat(90 * DAY_MS).map(instant)
  const day = fc.integer({ min: -2, max: 90 }).map((ago) => instant(ago * DAY_MS).slice(0, 10))
  const cursor = fc.constantFrom(...cursors)
  return {
    account: fc.constantFrom(...ACCOUNTS),
    id: fc.constantFrom("e6", "e7", "e10"),
    "exports/id": fc.constant(known.exportId),
    "keys/id": fc.constant(known.keyId),
    "rejections/id": fc.constantFrom(...known.rejectionIds),
    rollup: fc.constantFrom("lifetime_totals", "usage_per_quarter_hour"),
    cursor: fc.oneof(cursor, cursor.chain(tampered)),
    from: fc.oneof(day, moment),
    to: fc.oneof(day, moment),
    at: moment,
    occurred_at: moment,
    range: fc.constantFrom("7d", "30d", "all", "mtd"),
    tz: fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"),
    time_zone: fc.constantFrom("Europe/Berlin", "UTC"),
    limit: fc.constantFrom("1", "50", "500"),
    by: fc.constantFrom("category", "operation,type", "account", "property:model", "actor"),
    filter: fc.constantFrom("type:is:spend", "credits:gt:2", "operation:has:det", "actor:not:kim"),
    sort: fc.constantFrom("-occurred_at", "credits", "account", "-change", "value"),
    grain: fc.constantFrom("day", "week"),
    per: fc.constantFrom("month", "period"),
    measure: fc.constantFrom("spend", "count"),
    compare: fc.constantFrom("prev", "year"),
    operation: fc.constantFrom(...OPERATIONS),
    quantity: fc.constantFrom("1", "1000", "0.5"),
    credits: fc.constantFrom("1", "0.000001", "12.5"),
    refers_to: fc.constantFrom("e7", "e20", "none"),
    name: fc.constantFrom("Studio North", "kim"),
    key: fc.constant(known.key),
  }
}

export interface FuzzWorld {
  readonly texts: Texts
  /** Good bodies beside those of the document, by operation. */
  readonly bodies: Readonly<Record<string, unknown>>
}

/** `until`: epoch milliseconds, the end of the ledger. */
export const fuzzWorld = async (client: Client, until: number): Promise<FuzzWorld> => {
  const lines = ledger(until).map((event) => JSON.stringify(event))
  const sent = await client.sendEvents(lines.join("\n"), "application/x-ndjson")
  if (sent.body.accepted !== EVENTS) throw new Error(JSON.stringify(sent.body))
  const key = await client.post<{ id: string; key: string }>("/v1/keys", {
    ...{ name: "fuzz", scopes: ["read"], accounts: [ACCOUNTS[0]] },
  })
  const job = await client.post<{ id: string }>("/v1/exports", {
    ...{ report: "transactions", format: "csv", account: ACCOUNTS[0] },
  })
  const { body } = await client.get<{ rejections: { id: string }[] }>("/v1/rejections")
  const cursors = await Promise.all(
    [`/v1/accounts/${ACCOUNTS[0]}/transactions`, "/v1/accounts", "/v1/rejections"].map(
      async (path) => (await client.get<{ next: string }>(`${path}?limit=1`)).body.next,
    ),
  )
  return {
    texts: textsOf({
      exportId: job.body.id,
      keyId: key.body.id,
      rejectionIds: body.rejections.map(({ id }) => id),
      cursors,
      key: key.body.key,
      until,
    }),
    // A signature of this server's.
    bodies: { "POST /v1/exports/check": { manifest: await manifestOf(client, job.body.id) } },
  }
}
