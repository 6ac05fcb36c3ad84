/** One server for all tests of a file: started before them, gone with its folder after them. */
import { join } from "node:path"
import { afterAll, beforeAll } from "vitest"
import {
  type Client,
  clientOf,
  killSpawned,
  type Spawned,
  spawnServer,
  temporaryFolder,
} from "./spawned-server.ts"

export interface ServerForTests {
  /** Its data folder. */
  readonly folder: string
  /** Both from the first test on. */
  server: Spawned
  client: Client
}

/** Call it at the top of a test file. */
export const serverForTests = (): ServerForTests => {
  const folder = temporaryFolder()
  const TIDEMARK_DATA = join(folder.path, "data")
  const own = { folder: TIDEMARK_DATA } as ServerForTests
  beforeAll(async () => {
    own.server = spawnServer({ TIDEMARK_DATA })
    own.client = await clientOf(own.server, TIDEMARK_DATA)
  })
  afterAll(() => {
    killSpawned()
    folder.remove()
  })
  return own
}
