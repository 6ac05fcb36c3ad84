/**
 * What never becomes a request, since it is no HTTP, too large or too slow, is answered as everything else is:
 * by a problem document. Then the connection is over.
 */
import { type Server, STATUS_CODES } from "node:http"
import type { Socket } from "node:net"
import { problemResponse, type Refused, refused } from "./problem.ts"

/** A client that goes on sending would reset the connection before it has read the answer. */
const LINGER_MS = 500

const refusals: Readonly<Record<string, Refused>> = {
  HPE_HEADER_OVERFLOW: refused(
    "headersTooLarge",
    "The path with its query and all headers may have 16 KiB together.",
  ),
  ERR_HTTP_REQUEST_TIMEOUT: refused("requestTimeout", "The request did not arrive in time."),
}
const notHttp = refused("malformedRequest", "This is no HTTP request that can be read.")

/** Node's own name for the answer that is under way on a socket, if any. */
interface Answering {
  readonly _httpMessage?: { readonly headersSent: boolean } | null
}

export const answerBrokenRequests = (server: Server): void => {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket & Answering) => {
    // Into an answer that has begun nothing else may be written.
    const begun = socket._httpMessage?.headersSent ?? false
    if (!socket.writable || begun || error.code === "ECONNRESET") return socket.destroy()
    socket.on("error", () => {})
    void textOf(refusals[error.code ?? ""] ?? notHttp).then((text) => socket.end(text))
    const linger = setTimeout(() => socket.destroy(), LINGER_MS)
    socket.once("close", () => clearTimeout(linger))
  })
}

const textOf = async (refusal: Refused): Promise<string> => {
  const response = problemResponse(refusal)
  const body = await response.text()
  const { status, headers } = response
  headers.set("content-length", `${Buffer.byteLength(body)}`)
  headers.set("connection", "close")
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`
}
