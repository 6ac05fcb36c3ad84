// Random questions against a plain recount: `node scripts/oracle.ts [--questions 2000] [--seed N] [--only N]`.
import { randomInt } from "node:crypto"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { askOracle } from "#api/testing/oracle/oracle.ts"
import { apiOf } from "#api/testing/oracle/served.ts"
import { clientOf, killSpawned, spawnServer, temporaryFolder } from "#api/testing/spawned-server.ts"

/** Each has a history of its own. */
const QUESTIONS_PER_HISTORY = 250

const { values } = parseArgs({
  options: {
    questions: { type: "string", default: "2000" },
    seed: { type: "string", default: String(randomInt(1_000_000)) },
    only: { type: "string" },
  },
})
const [questions, seed] = [Number(values.questions), Number(values.seed)]
const until = performance.timeOrigin + performance.now()

const askOne = async (number: number, count: number) => {
  const folder = temporaryFolder()
  const TIDEMARK_DATA = join(folder.path, "data")
  try {
    const server = spawnServer({ TIDEMARK_DATA, UV_THREADPOOL_SIZE: "16" })
    const api = apiOf(await clientOf(server, TIDEMARK_DATA))
    const only = values.only === undefined ? {} : { only: Number(values.only) }
    const options = { seed: seed + number, count, until: Math.floor(until), ...only }
    return await askOracle(api, { ...options, say: (line) => console.log(`  ${line}`) })
  } finally {
    killSpawned()
    folder.remove()
  }
}

let [asked, wrong] = [0, 0]
for (let number = 0; asked < questions; number++) {
  console.log(`seed ${seed + number}`)
  const found = await askOne(number, Math.min(QUESTIONS_PER_HISTORY, questions - asked))
  asked += found.questions
  wrong += found.wrong.length
  for (const line of found.wrong.slice(0, 20)) console.log(`DIFFERS ${line}`)
  if (values.only !== undefined) break
}
console.log(
  `${asked} questions from seed ${seed} on: ${wrong === 0 ? "all equal" : `${wrong} differences`}`,
)
process.exitCode = wrong === 0 ? 0 : 1
