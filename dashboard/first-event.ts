/** Programs that send the first events to this very instance, each to be copied and run as it is. */

export const ways = ["curl", "kafkajs", "client"] as const
export type Way = (typeof ways)[number]

interface Instance {
  /** `http://127.0.0.1:4000` */
  readonly origin: string
  /** Without one, the programs look for it in `TIDEMARK_KEY`. */
  readonly key: string | undefined
}

const curl = ({ origin, key }: Instance): string => `curl -sS ${origin}/v1/events \\
  -H "authorization: Bearer ${key ?? "$TIDEMARK_KEY"}" \\
  -H "content-type: application/json" --data @- <<EOF
[
  { "id": "order-1", "account": "acme", "type": "purchase",
    "operation": "purchase", "credits": "500",
    "occurred_at": "$(date -u +%Y-%m-%dT%H:%M:%SZ)" },
  { "id": "render-1", "account": "acme", "type": "spend",
    "operation": "keyframeGenerate", "credits": "1.5",
    "occurred_at": "$(date -u +%Y-%m-%dT%H:%M:%SZ)" }
]
EOF
`

const events = `const occurred_at = new Date().toISOString()
const account = "acme"
const events = [
  { id: "order-1", account, type: "purchase",
    operation: "purchase", credits: "500", occurred_at },
  { id: "render-1", account, type: "spend",
    operation: "keyframeGenerate", credits: "1.5", occurred_at },
]`

const kafkajs = (): string => `import { Kafka, Partitioners } from "kafkajs"

const brokers = (process.env.KAFKA_BROKERS ?? "127.0.0.1:9092").split(",")
const producer = new Kafka({ brokers }).producer({
  createPartitioner: Partitioners.DefaultPartitioner,
})
${events}

await producer.connect()
await producer.send({
  topic: process.env.KAFKA_TOPIC ?? "usage.events",
  // Keyed by account, so that an account's events stay in order.
  messages: events.map((event) => ({
    key: event.account,
    value: JSON.stringify(event),
  })),
})
await producer.disconnect()
`

const client = ({ origin, key }: Instance): string => `import { connect } from "tidemark/client"

const tidemark = connect({
  url: "${origin}",
  credential: ${key === undefined ? "process.env.TIDEMARK_KEY" : `"${key}"`},
})
${events}

for await (const { id, fate } of tidemark.send(events)) console.log(id, fate)
`

const programs: Readonly<Record<Way, (instance: Instance) => string>> = { curl, kafkajs, client }

export const programFor = (way: Way, instance: Instance): string => programs[way](instance)
