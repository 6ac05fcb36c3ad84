import { join } from "node:path"
import { afterAll, assert, it } from "@effect/vitest"
import { askOracle } from "./testing/oracle/oracle.ts"
import { apiOf } from "./testing/oracle/served.ts"
import { clientOf, killSpawned, spawnServer, temporaryFolder } from "./testing/spawned-server.ts"

/** `node scripts/oracle.ts` asks 2,000 of them. */
const QUESTIONS = 100
/** The same in each run; what a new one finds belongs here, too. */
const SEED = 1

const folder = temporaryFolder()
afterAll(() => {
  killSpawned()
  folder.remove()
})

it("answers random questions as a plain recount from the raw transactions does", {
  timeout: 180_000,
}, async () => {
  const TIDEMARK_DATA = join(folder.path, "data")
  const api = apiOf(await clientOf(spawnServer({ TIDEMARK_DATA }), TIDEMARK_DATA))
  const asked = await askOracle(api, { seed: SEED, count: QUESTIONS, until: Date.now() })
  assert.deepStrictEqual(asked.wrong.slice(0, 5), [])
  assert.strictEqual(asked.questions, QUESTIONS)
  assert.isAbove(Object.keys(asked.kinds).length, 8)
})
