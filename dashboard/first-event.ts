/** Programs that send the first events to this very instance, each to be copied and run as it is. */

export const ways = ["curl", "kafkajs", "client"] as const
export type Way = (typeof ways)[number]

interface Instance {
  /** `http://127.0.0.1:4000` */
  readonly origin: string
  /** Without one, the programs look for it in `TIDEMARK_KEY`. */
  readonly key: string | undefined
  /** RFC 3339. Stated once for all, so that sending the same again, any way, is a duplicate and no conflict. */
  readonly occurredAt: string
}

const curl = ({ origin, key, occurredAt }: Instance): string => `curl -sS ${origin}/v1/events \\
  -H "authorization: Bearer ${key ?? "$TIDEMARK_KEY"}" \\
  -H "content-type: application/json" --data @- <<EOF
[
  { "id": "order-1", "account": "acme", "type": "purchase",
    "operation": "purchase", "credits": "500",
    "occurred_at": "${occurredAt}" },
  { "id": "render-1", "account": "acme", "type": "spend",
    "operation": "keyframeGenerate", "credits": "1.5",
    "occurred_at": "${occurredAt}" }
]
EOF
`

const events = ({ occurredAt }: Instance): string => `const occurred_at = "${occurredAt}"
const account = "acme"
const events = [
  { id: "order-1", account, type: "purchase",
    operation: "purchase", credits: "500", occurred_at },
  { id: "render-1", account, type: "spend",
    operation: "keyframeGenerate", credits: "1.5", occurred_at },
]`

const kafkajs = (instance: Instance): string => `import { Kafka, Partitioners } from "kafkajs"

const brokers = (process.env.KAFKA_BROKERS ?? "127.0.0.1:9092").split(",")
const producer = new Kafka({ brokers }).producer({
  createPartitioner: Partitioners.DefaultPartitioner,
})
${events(instance)}

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

const client = (instance: Instance): string => `import { connect } from "tidemark/client"

const tidemark = connect({
  url: "${instance.origin}",
  credential: ${instance.key === undefined ? "process.env.TIDEMARK_KEY" : `"${instance.key}"`},
})
${events(instance)}

for await (const { id, fate } of tidemark.send(events)) console.log(id, fate)
`

const programs: Readonly<Record<Way, (instance: Instance) => string>> = { curl, kafkajs, client }

export const programFor = (way: Way, instance: Instance): string => programs[way](instance)
