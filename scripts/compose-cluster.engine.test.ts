/** The cluster that `docker-compose.yml` configures, read by the engine as a server reads it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Session } from "chdb"
import { afterAll, assert, it } from "vitest"
import { compose } from "./testing/compose.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-compose-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("has two shards of two replicas that replicate by themselves, and a place for this server", () => {
  const { environment = {} } = compose.services["clickhouse-2-1"] ?? {}
  for (const name of ["SHARD", "REPLICA", "NODE"]) process.env[name] = `${environment[name]}`
  process.env.CLICKHOUSE_PASSWORD = "secret"
  const file = join(folder, "cluster.xml")
  writeFileSync(file, compose.configs.clickhouse?.content ?? "")
  const engine = new Session(join(folder, "engine"), { connectionArgs: [`--config-file=${file}`] })
  const cluster = compose.services["api-cluster"]?.environment.CLICKHOUSE_CLUSTER
  const rows = engine
    .query(
      `SELECT shard_num, replica_num, internal_replication, host_name, port FROM system.clusters
       WHERE cluster = '${cluster}' ORDER BY ALL`,
      "TSV",
    )
    .trim()
    .split("\n")
  assert.deepStrictEqual(rows, [
    "1\t1\t1\tclickhouse-1-1\t9000",
    "1\t2\t1\tclickhouse-1-2\t9000",
    "2\t1\t1\tclickhouse-2-1\t9000",
    "2\t2\t1\tclickhouse-2-2\t9000",
  ])
  assert.strictEqual(engine.query("SELECT getMacro('shard'), getMacro('replica')", "TSV"), "2\t1\n")
  engine.close()
})
