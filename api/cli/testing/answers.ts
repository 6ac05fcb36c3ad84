/** A server that answers what a test tells it, and remembers what it was asked. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

export interface Reply {
  readonly status?: number
  readonly body: unknown
}

/** One reply after another; behind the last one, 500. */
export const answering = async (...replies: ReadonlyArray<Reply>) => {
  const waiting = [...replies]
  const asked: string[] = []
  const keys: Array<string | undefined> = []
  const server = createServer(async (request, response) => {
    const sent = await text(request)
    asked.push(`${request.method} ${request.url}${sent === "" ? "" : ` ${sent}`}`)
    keys.push(request.headers.authorization)
    const { status = 200, body } = waiting.shift() ?? { status: 500, body: {} }
    if (status === 204) return void response.writeHead(status).end()
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    keys,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
