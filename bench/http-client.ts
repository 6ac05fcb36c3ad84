/** Requests over a fixed number of connections that stay open, as a busy sender has them. */
import { Agent, request } from "node:http"

export interface Answer {
  readonly status: number
  readonly body: string
  /** Milliseconds from the first byte sent to the last received. */
  readonly took: number
}

export interface Sender {
  readonly address: string
  readonly key: string
  readonly connections: number
  readonly contentType: string
}

/** Sends every body once; each connection takes the next one as soon as it has its answer. */
export const sendAll = async (
  { address, key, connections, contentType }: Sender,
  bodies: Iterable<string>,
): Promise<ReadonlyArray<Answer>> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const headers = { authorization: `Bearer ${key}`, "content-type": contentType }
  const answers: Answer[] = []
  const next = bodies[Symbol.iterator]()
  const work = async () => {
    for (let body = next.next(); body.done !== true; body = next.next())
      answers.push(await post(`${address}/v1/events`, { agent, headers, body: body.value }))
  }
  try {
    await Promise.all(Array.from({ length: connections }, work))
  } finally {
    agent.destroy()
  }
  return answers
}

const post = (
  url: string,
  { agent, headers, body }: { agent: Agent; headers: Record<string, string>; body: string },
) =>
  new Promise<Answer>((resolve, reject) => {
    const began = performance.now()
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (part) => {
        text += part
      })
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: text, took: performance.now() - began }),
      )
      response.on("error", reject)
    })
    sent.on("error", reject)
    sent.end(body)
  })
