/** What the oracle needs of a server that runs. */
import type { Client } from "../spawned-server.ts"
import type { Api } from "./oracle.ts"

export const apiOf = (client: Client): Api => ({
  get: client.get,
  put: async (path, body) => {
    const response = await fetch(`${client.address}${path}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${client.key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    })
    return { status: response.status }
  },
  send: async (events) => (await client.sendEvents(JSON.stringify(events))).body.results,
})
