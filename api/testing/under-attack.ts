/** What everybody else is answered, and how much memory the server takes, while somebody does it harm. */
import { readFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import type { ServerForTests } from "./server-for-tests.ts"

export interface Attacked {
  /** Of the requests of others, each once. */
  readonly statuses: ReadonlyArray<number>
  readonly slowestMs: number
  /** Resident memory of the process at most, above what it had before. */
  readonly grownMiB: number
}

const residentMiB = (pid: number): number => {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? []
  return Number(kib) / 1_024
}

let sent = 0

/**
 * Others read and send, `rounds` times, one after the other; before each round `harm` goes on with what it does.
 */
export const underAttack = async (
  { client, server }: ServerForTests,
  rounds: number,
  harm: (round: number) => void,
): Promise<Attacked> => {
  const { pid } = server.child
  if (pid === undefined) throw new Error("the server does not run")
  const before = residentMiB(pid)
  const statuses = new Set<number>()
  let [slowestMs, most] = [0, before]
  for (let round = 0; round < rounds; round++) {
    harm(round)
    const start = performance.now()
    const event = {
      ...{ account: "others", id: `other-${sent++}`, type: "spend", operation: "detection" },
      ...{ credits: "1", occurred_at: "2026-03-05T10:30:00Z" },
    }
    statuses.add((await client.sendEvents(JSON.stringify(event))).status)
    statuses.add((await client.get("/v1/accounts/others/overview")).status)
    slowestMs = Math.max(slowestMs, performance.now() - start)
    most = Math.max(most, residentMiB(pid))
  }
  return { statuses: [...statuses], slowestMs, grownMiB: most - before }
}

export interface Sockets {
  readonly all: ReadonlyArray<Socket>
  readonly close: () => void
}

/** Connections on which nothing was said yet. */
export const openSockets = async (address: string, count: number): Promise<Sockets> => {
  const { hostname, port } = new URL(address)
  const all = Array.from({ length: count }, () => connect(Number(port), hostname))
  await Promise.all(
    all.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          socket.once("connect", resolve).once("error", reject)
        }),
    ),
  )
  for (const socket of all) socket.on("error", () => {}).resume()
  return { all, close: () => all.forEach((socket) => void socket.destroy()) }
}
