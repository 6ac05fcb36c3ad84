/** What an instance without any event is asked and told. */
import { health, v1 } from "./api-call.ts"

export const firstEventClient = {
  /** A key that may send events of all accounts. Nobody can see it again. */
  makeKey: async (name: string): Promise<string> => {
    const headers = { "content-type": "application/json" }
    const body = JSON.stringify({ name, scopes: ["ingest"] })
    const answer = await v1().keys.$post({ query: {} }, { headers, init: { body } })
    const made = await answer.json()
    // Whatever else it could be has been thrown.
    return "key" in made ? made.key : ""
  },
  /** Whether events come from a Kafka topic too. */
  readsKafka: async (_: "kafka", signal: AbortSignal): Promise<boolean> => {
    const answer = await health().ready.$get({ query: {} }, { init: { signal } })
    return (await answer.json()).lag !== null
  },
}
