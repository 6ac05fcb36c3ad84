/** What `POST /v1/events` takes, as the OpenAPI document shows it: one example for each form. */

/** A header that a request may carry. */
export interface HeaderExample {
  readonly description: string
  readonly example: string
}

const usage = { type: "spend", operation: "keyframeGenerate", credits: "1.5" }
const first = {
  id: "render-1",
  account: "acme",
  ...usage,
  occurred_at: "2026-01-28T14:21:00Z",
} as const
const second = {
  id: "order-1",
  account: "acme",
  type: "purchase",
  operation: "purchase",
  credits: "500",
  amount: "40",
  currency: "USD",
  occurred_at: "2026-01-28T14:00:00Z",
} as const
const cloudEvent = (id: string) => ({
  specversion: "1.0",
  type: "dev.tidemark.usage.v1",
  source: "https://studio.example/renders",
  id,
  time: "2026-01-28T14:21:00Z",
  subject: "acme",
})

export interface Example {
  readonly summary: string
  readonly value: unknown
}

/** By media type and name. */
export const EVENT_EXAMPLES: Readonly<Record<string, Readonly<Record<string, Example>>>> = {
  "application/json": {
    one: { summary: "One usage event", value: first },
    several: { summary: "An array of them", value: [first, second] },
    binary: { summary: "The data of one CloudEvent, with its attributes in headers", value: usage },
  },
  "application/x-ndjson": {
    lines: {
      summary: "One usage event a line",
      value: `${JSON.stringify(first)}\n${JSON.stringify(second)}\n`,
    },
  },
  "application/cloudevents+json": {
    structured: { summary: "One CloudEvent", value: { ...cloudEvent("render-1"), data: usage } },
    base64: {
      summary: "The same, with its data in base64",
      value: {
        ...cloudEvent("render-1"),
        datacontenttype: "application/json",
        data_base64: btoa(JSON.stringify(usage)),
      },
    },
  },
  "application/cloudevents-batch+json": {
    batch: {
      summary: "A batch of CloudEvents, each with its own fate",
      value: [
        { ...cloudEvent("render-1"), data: usage },
        { ...cloudEvent("order-1"), time: null, subject: null, data: second },
      ],
    },
  },
}

const meanings: Readonly<Record<keyof ReturnType<typeof cloudEvent>, string>> = {
  specversion: 'CloudEvents, binary mode: always "1.0"',
  type: "CloudEvents, binary mode: the one type that is read",
  source: "CloudEvents, binary mode: a URI reference",
  id: "CloudEvents, binary mode: the usage event's id",
  time: "CloudEvents, binary mode: when it occurred, unless the body says so",
  subject: "CloudEvents, binary mode: the account, unless the body names one",
}

/** Binary mode. Values are percent-encoded where they are not printable ASCII. */
export const EVENT_HEADERS: Readonly<Record<string, HeaderExample>> = Object.fromEntries(
  Object.entries(cloudEvent("render-1")).map(([name, example]) => [
    `ce-${name}`,
    { description: meanings[name as keyof typeof meanings], example },
  ]),
)
