import { createServer } from "node:net"

/**
 * Resolves to the port itself when it can be listened on at 127.0.0.1, for 0 to a free one. Rejects
 * with an Error that says why not. Nothing holds the port afterwards.
 */
export const freePort = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on("error", (error: NodeJS.ErrnoException) => reject(new Error(reason(port, error))))
    server.listen(port, "127.0.0.1", () => {
      const address = server.address()
      const taken = typeof address === "object" && address !== null ? address.port : port
      server.close(() => resolve(taken))
    })
  })

const reason = (port: number, error: NodeJS.ErrnoException) => {
  if (error.code === "EADDRINUSE")
    return `port ${port} is in use; stop what listens there or choose another port`
  if (error.code === "EACCES") return `port ${port} needs rights that this user does not have`
  return `port ${port} cannot be listened on: ${error.message}`
}
