/**
 * Whether the time of a 404 tells an account of somebody else from one that does not exist: both in turn,
 * at every endpoint about one account, with a key for a third one. What differs by more than noise does
 * is a leak. The proof is in the tests (neither asks the tables anything); this is the look at the clock.
 */
import { Console, Effect } from "effect"
import { ENDPOINTS } from "#api/endpoints.ts"
import { apiProcess } from "./api-process.ts"
import { median, timed } from "./measure.ts"

const ROUNDS = 400
/** Of their medians: far more than the clock is off by, far less than one question to the tables takes. */
const DIFFERENCE_MS_MAX = 0.25

const accounts = { other: "studio-south", missing: "nobody-at-all" }

const reads = ENDPOINTS.filter(
  ({ method, path }) => method === "get" && path.startsWith("/v1/accounts/:account"),
)

export const access = Effect.gen(function* () {
  const { address, key, post } = yield* apiProcess({ TIDEMARK_READS_MAX: "1000000" })
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" }
  const put = { method: "PUT", headers, body: '{"name":"Studio South"}' }
  yield* Effect.promise(() => fetch(`${address}/v1/accounts/${accounts.other}`, put))
  const body = { name: "one account", scopes: ["read"], accounts: ["studio-north"] }
  const made = yield* Effect.promise(() => post<{ key: string }>("/v1/keys", body))
  const asOne = { headers: { authorization: `Bearer ${made.body.key}` } }
  const ask = (path: string, account: string) =>
    Effect.promise(async () => {
      const url = `${address}${path.replace(":account", account).replace(":id", "e1")}`
      const response = await fetch(url, asOne)
      await response.arrayBuffer()
      if (response.status !== 404) throw new Error(`${url} answered ${response.status}`)
    })
  let widest = 0
  for (const { path } of reads) {
    const times = { other: [] as number[], missing: [] as number[] }
    for (let round = 0; round < ROUNDS; round++)
      for (const kind of ["other", "missing"] as const)
        times[kind].push(yield* timed(ask(path, accounts[kind])))
    const [other, missing] = [median(times.other), median(times.missing)]
    widest = Math.max(widest, Math.abs(other - missing))
    yield* Console.log(
      `${path}: other ${other.toFixed(3)} ms, missing ${missing.toFixed(3)} ms in the median`,
    )
  }
  yield* Console.log(`widest difference ${widest.toFixed(3)} ms of ${DIFFERENCE_MS_MAX} ms`)
  if (widest > DIFFERENCE_MS_MAX) return yield* Effect.die(new Error("the times differ"))
})
