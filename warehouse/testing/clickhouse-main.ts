// A ClickHouse to be killed: `node clickhouse-main.ts <folder> <port> <user> <password> [form]`,
// started by `clickhouse-process.ts`, which speaks to it through the parent's channel.
import type { AddressInfo } from "node:net"
import { openEngine } from "./clickhouse-engine.ts"
import { makeFaults, type SeenRequest } from "./clickhouse-faults.ts"
import { clickHouseFront } from "./clickhouse-http.ts"
import type { Answer, Call } from "./clickhouse-process.ts"
import type { ClusterForm } from "./cluster-form.ts"

const [folder = "", port = "0", user = "default", password = "", form] = process.argv.slice(2)

const say = (answer: Answer) => process.send?.(answer)

const engine = openEngine(folder, (form as ClusterForm | undefined) ?? null)
const faults = makeFaults()
const seen: SeenRequest[] = []
const front = clickHouseFront({
  engine,
  user,
  password,
  faults,
  seen: (request) => seen.push(request),
})

process.on("message", (call: Call) => {
  if (call.do === "fail") faults.add(call.fault)
  say({ id: call.id, seen: call.do === "seen" ? seen.splice(0) : [] })
})
process.on("disconnect", () => {
  front.close()
  front.closeAllConnections()
  engine.close()
  process.exit()
})
front.listen(Number(port), "127.0.0.1", () => say({ port: (front.address() as AddressInfo).port }))
