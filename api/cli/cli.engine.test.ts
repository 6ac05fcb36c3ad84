/** Every command against a running server. */
import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { promisify } from "node:util"
import { assert, beforeAll, describe, it } from "vitest"
import { readmeBlock, root } from "../../scripts/testing/documents.ts"
import { serverForTests } from "../testing/server-for-tests.ts"
import { buildProgram } from "./program.ts"
import { commandLine } from "./testing/command-line.ts"

const own = serverForTests()
const TIDEMARK = join(import.meta.dirname, "main.ts")

const environment = () => ({ TIDEMARK_URL: own.client.address, TIDEMARK_KEY: own.client.key })
const run = (...words: ReadonlyArray<string>) => commandLine(environment())(words)
const tried = new Set<string>()
/** Notes which command it was, by its first words. */
const tidemark = async (...words: ReadonlyArray<string>) => {
  for (const count of [1, 2]) tried.add(words.slice(0, count).join(" "))
  return run(...words)
}
const file = (name: string, content: string) => {
  const path = join(own.folder, name)
  writeFileSync(path, content)
  return path
}
const jsonLines = (out: string) => out.split("\n").map((line) => JSON.parse(line))

const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString()
const spend = (id: string, credits: string, minutesAgo: number, more: object = {}) => ({
  ...{ id, account: "acme", type: "spend", operation: "combination", credits, ...more },
  occurred_at: at(minutesAgo),
})

describe("tidemark, against a running server", () => {
  beforeAll(async () => {
    const bought = { id: "order-1", account: "acme", type: "purchase", operation: "purchase" }
    const events = [
      { ...bought, credits: "100", occurred_at: at(120) },
      spend("e1", "1.5", 60, { quantity: 100, unit: "combos" }),
      spend("e2", "2.25", 30, { quantity: 200, unit: "combos" }),
    ]
    const path = file("events.jsonl", events.map((event) => JSON.stringify(event)).join("\n"))
    const { code, out } = await tidemark("send", path)
    assert.deepStrictEqual([code, out], [0, "3 accepted"])
  })

  it("send: names fates and reasons, takes documents, writes nothing when dry", async () => {
    const path = file("array.json", JSON.stringify([spend("e1", "9", 60), { id: "x" }], null, 2))
    const { code, out, units } = await tidemark("send", path)
    assert.strictEqual(code, 1)
    assert.match(out, /^1 conflict, 1 rejected\n {2}event 1 \(e1\): credits is 1\.5, not 9/)
    assert.deepStrictEqual(units, ["events"])
    const dry = await tidemark(
      "send",
      file("dry.json", JSON.stringify(spend("e9", "1", 1))),
      "--dry-run",
    )
    assert.deepStrictEqual([dry.code, dry.out], [0, "1 accepted; nothing was written"])
    const [fate] = jsonLines((await tidemark("send", path, "--json")).out)
    assert.include(fate, { index: 0, fate: "conflict", id: "e1" })
    assert.strictEqual((await tidemark("send", file("bad.txt", "{}\nx"))).code, 2)
  })

  it("import: sends the rows of a file, twice", async () => {
    const rows = file("rows.csv", `id,credits,at\n1,1.5,${at(50)}\n2,-1,${at(40)}\n`)
    const event = {
      id: { columns: ["id"] },
      account: { constant: "imported" },
      type: { constant: "spend" },
      operation: { constant: "detection" },
      credits: { column: "credits" },
      occurred_at: { column: "at" },
    }
    const mapping = file("mapping.json", JSON.stringify({ format: "csv", event }))
    const { code, out } = await tidemark("import", rows, "--mapping", mapping)
    assert.strictEqual(code, 1)
    assert.match(out, /credits added: spend 1\.5/)
    assert.match(out, /line 3: \/credits greater than zero/)
    const again = await tidemark("import", rows, "--mapping", mapping, "--json")
    assert.include(JSON.parse(again.out), { rows: 2, accepted: 0, duplicate: 1, rejected: 1 })
  })

  it("balance: of now and of an instant", async () => {
    const { code, out } = await tidemark("balance", "acme")
    assert.strictEqual(code, 0)
    assert.match(out, /^balance +96\.25 credits$/m)
    const then = await tidemark("balance", "acme", "--at", at(45))
    assert.strictEqual(then.out, "98.5 credits")
    assert.strictEqual(
      JSON.parse((await tidemark("balance", "acme", "--json")).out).balance,
      "96.25",
    )
  })

  it("balance, ledger: of all that the key may read, in one list without balances", async () => {
    const ofAll = JSON.parse((await tidemark("balance", "--json")).out)
    assert.notProperty(ofAll, "account")
    assert.strictEqual((await tidemark("balance")).out, `${ofAll.balance} credits`)
    const words = ["--filter", "account:is:acme", "--sort", "credits"]
    const { out } = await tidemark("ledger", ...words, "--limit", "1")
    assert.match(out, /spend +-2\.25 +acme .*Combination of images/)
    assert.match(out, /1 of 3; --limit shows more/)
    const entries = jsonLines((await tidemark("ledger", ...words, "--limit", "0", "--json")).out)
    assert.deepStrictEqual(entries.map(({ account, id }) => `${account} ${id}`).slice(0, 2), [
      "acme e2",
      "acme e1",
    ])
  })

  it("usage: of one account and of all, split and compared", async () => {
    const { code, out } = await tidemark("usage", "acme", "--range", "7d", "--by", "operation")
    assert.strictEqual(code, 0)
    assert.match(out, /^combination +3\.75 +100\.0 % +2$/m)
    assert.match(out, /^3\.75 spent in 3 entries; /m)
    const all = await tidemark(
      "usage",
      "--range",
      "7d",
      "--by",
      "account",
      "--compare",
      "prev",
      "--json",
    )
    assert.strictEqual(JSON.parse(all.out).total.spend, "5.25")
    const filtered = await tidemark("usage", "acme", "--filter", "type:is:purchase", "--json")
    assert.strictEqual(JSON.parse(filtered.out).total.count, 1)
  })

  it("ledger: a page for people, and all of it for programs", async () => {
    const { out } = await tidemark("ledger", "acme", "--limit", "1")
    assert.match(out, /spend +-2\.25 +96\.25 .*Combination of images/)
    assert.match(out, /1 of 3; --limit shows more/)
    const words = ["--limit", "0", "--sort", "occurred_at", "--filter", "type:is:spend", "--json"]
    const entries = jsonLines((await tidemark("ledger", "acme", ...words)).out)
    assert.deepStrictEqual(
      entries.map(({ id, balance_after }) => [id, balance_after]),
      [
        ["e1", "98.5"],
        ["e2", "96.25"],
      ],
    )
  })

  it("tail: what is there, then what comes, until Ctrl-C", async () => {
    await run("send", file("t.json", JSON.stringify(spend("t1", "1", 5, { account: "tailed" }))))
    const interrupt = new AbortController()
    const second = spend("t2", "2", 3, { account: "tailed" })
    tried.add("tail")
    const { code, out } = await commandLine(environment())(["tail", "tailed", "-n", "1"], {
      signal: interrupt.signal,
      onLine: (count) =>
        count === 1 ? run("send", file("t.json", JSON.stringify(second))) : interrupt.abort(),
    })
    assert.strictEqual(code, 130)
    assert.match(out, /-1 .*\n.* -2 /)
  })

  it("high-days, forecast and estimate: from what is known", async () => {
    const days = await tidemark("high-days", "acme", "--range", "7d")
    assert.match(days.out, /^0 of the days from .* had high use$/)
    assert.strictEqual((await tidemark("high-days", "--json")).out, "")
    assert.match((await tidemark("forecast", "acme")).out, /^acme: 96\.25 credits\n/)
    const tested = await tidemark("forecast", "--backtest", "acme")
    assert.match(tested.out, /no forecast could have been made$/)
    const estimate = await tidemark("estimate", "acme", "combination", "1000")
    assert.match(estimate.out, /^1000 combos combination: 12\.5 credits .* from 2 entries/)
    assert.strictEqual((await tidemark("estimate", "acme", "never", "1")).code, 1)
  })

  it("export: to standard output and to a file, whole", async () => {
    const { written } = await tidemark("export", "acme", "--format", "jsonl")
    assert.deepStrictEqual(
      jsonLines(written.trim()).map(({ id }) => id),
      ["order-1", "e1", "e2"],
    )
    const path = join(own.folder, "acme.csv")
    const filtered = ["--filter", "type:is:spend", "--output", path]
    assert.strictEqual((await tidemark("export", "acme", ...filtered)).code, 0)
    assert.lengthOf(readFileSync(path, "utf8").trim().split("\r\n"), 3)
    const sheet = join(own.folder, "acme.parquet")
    const report = ["--report", "usage", "--by", "operation", "--format", "parquet"]
    assert.strictEqual((await tidemark("export", "acme", ...report, "-o", sheet)).code, 0)
    assert.strictEqual(readFileSync(sheet).subarray(0, 4).toString(), "PAR1")
    const nowhere = await tidemark("export", "acme", "-o", join(own.folder, "no/such/folder.csv"))
    assert.strictEqual(nowhere.code, 2)
  })

  it("export: as a job with its manifest, which later tells whether the file is whole", async () => {
    const path = join(own.folder, "focus.csv")
    const made = await tidemark("export", "acme", "--report", "focus", "-o", path)
    assert.deepStrictEqual([made.code, made.units], [0, ["rows", "kB"]], made.errors)
    assert.lengthOf(readFileSync(path, "utf8").trim().split("\r\n"), 4)
    const manifest = JSON.parse(readFileSync(`${path}.manifest.json`, "utf8"))
    assert.include(manifest, { report: "focus", rows: 3 })
    const kept = await fetch(`${own.client.address}/v1/exports`, {
      headers: { authorization: `Bearer ${own.client.key}` },
    })
    assert.deepStrictEqual(await kept.json(), { exports: [] })
    const whole = await tidemark("export", "--check", path)
    assert.strictEqual(whole.code, 0, whole.errors)
    assert.match(whole.out, /is whole, as it was made at .*; its totals still hold$/)
    const other = file("changed.csv", readFileSync(path, "utf8").replace("acme", "acne"))
    const beside = ["--manifest", `${path}.manifest.json`]
    const changed = await tidemark("export", "--check", other, ...beside)
    assert.deepStrictEqual(
      [changed.code, changed.out],
      [1, `${other} was changed since it was made`],
    )
    const half = file("half.csv", readFileSync(path, "utf8").slice(0, 100))
    assert.match((await tidemark("export", "--check", half, ...beside)).out, /not whole: 100 bytes/)
    const [json] = jsonLines((await tidemark("export", "--check", path, "--json")).out)
    assert.include(json, { complete: true, unchanged: true })
    const filtered = ["--job", "--format", "parquet", "--filter", "type:is:spend", "-o", path]
    assert.strictEqual((await tidemark("export", "acme", ...filtered)).code, 0)
    assert.strictEqual((await tidemark("export", "--check", path)).code, 0)
    for (const words of [["acme", "--job"], [], ["--check", join(own.folder, "none")]])
      assert.strictEqual((await tidemark("export", ...words)).code, 2)
  })

  it("proof: of an account and of everything; rebuild: a rollup anew", async () => {
    const { code, out } = await tidemark("proof", "acme")
    assert.strictEqual(code, 0)
    assert.match(out, /^entries +96\.25$/m)
    assert.match(out, /0 differ; drift 0$/)
    const all = await tidemark("proof", "--run")
    assert.strictEqual(all.code, 0)
    assert.match(all.out, /^lifetime_totals +\d+ +0 +0$/m)
    const rebuilt = await tidemark("rebuild", "lifetime_totals")
    assert.match(rebuilt.out, /^lifetime_totals was made anew from \d+ entries$/)
    assert.strictEqual((await tidemark("rebuild", "nothing")).code, 1)
  })

  it("rejections: listed, shown, retried and dismissed", async () => {
    const listed = await tidemark("rejections", "list", "--reason", "conflict", "--json")
    const [{ id, event_id }] = jsonLines(listed.out)
    assert.strictEqual(event_id, "e1")
    assert.include((await tidemark("rejections", "show", id)).out, `rejection ${id}: conflict`)
    const corrected = file("corrected.json", JSON.stringify(spend("e3", "1", 20)))
    const retried = await tidemark("rejections", "retry", id, "--file", corrected)
    assert.deepStrictEqual([retried.code, retried.out], [0, "event e3 of account acme: accepted"])
    const [open] = jsonLines((await run("rejections", "list", "--state", "open", "--json")).out)
    const dismissed = await tidemark("rejections", "dismiss", open.id, "--note", "a test")
    assert.strictEqual(dismissed.out, `${open.id} is dismissed`)
  })

  it("accounts: listed, shown, and changed without losing the rest", async () => {
    const words = ["--name", "Acme", "--allowance", "500", "--time-zone", "Europe/Berlin"]
    assert.match((await tidemark("accounts", "set", "acme", ...words)).out, /^allowance +500$/m)
    await run("accounts", "set", "acme", "--plan", "Pro")
    const shown = JSON.parse((await tidemark("accounts", "show", "acme", "--json")).out)
    assert.include(shown, { name: "Acme", allowance: "500", plan: "Pro" })
    assert.match(
      (await run("accounts", "set", "brand/new", "--plan", "x")).out,
      /^name +brand\/new$/m,
    )
    assert.match((await tidemark("accounts", "list", "--q", "Acme")).out, /^acme +Acme +9/m)
  })

  it("keys: made, listed and revoked; a token reads one account", async () => {
    const words = ["--scope", "read", "--account", "acme", "--json"]
    const { id, key } = JSON.parse((await tidemark("keys", "create", "reports", ...words)).out)
    const keyFile = file("reports.key", `${key}\n`)
    const asked = ["balance", "imported", "--key-file", keyFile]
    assert.strictEqual((await run(...asked)).code, 1)
    assert.match((await tidemark("keys", "list")).out, new RegExp(`^${id} +reports`, "m"))
    assert.strictEqual((await tidemark("keys", "revoke", id)).out, `${id} is revoked`)
    const refused = await run(...asked)
    assert.strictEqual(refused.code, 3)
    assert.include(refused.errors, "401 A credential is needed")
    const { out: token } = await tidemark("keys", "token", "acme", "--seconds", "60")
    const tokenFile = file("token", token)
    assert.strictEqual((await run("balance", "acme", "--key-file", tokenFile)).code, 0)
    assert.strictEqual((await run("keys", "list", "--key-file", tokenFile)).code, 3)
    const all = await tidemark("keys", "revoke-tokens", "--account", "acme")
    assert.strictEqual(all.out, "all tokens of acme are revoked")
    assert.strictEqual((await run("balance", "acme", "--key-file", tokenFile)).code, 3)
    const other = JSON.parse((await run("keys", "token", "acme", "--json")).out)
    const otherFile = file("other-token", other.token)
    assert.strictEqual((await run("balance", "acme", "--key-file", otherFile)).code, 0)
    assert.strictEqual((await run("keys", "revoke-tokens", "--id", other.id)).code, 0)
    assert.strictEqual((await run("balance", "acme", "--key-file", otherFile)).code, 3)
    assert.strictEqual((await run("keys", "revoke-tokens")).code, 2)
  })

  it("rule: in force, changed for everybody, and back to the program's own", async () => {
    assert.match((await tidemark("rule")).out, /^ratio +1\.5 × the median$/m)
    const changed = JSON.parse((await tidemark("rule", "--ratio", "1.25", "--json")).out)
    assert.include(changed.rule, { ratio: "1.25", floor: "100" })
    assert.match((await tidemark("rule")).out, /^set +\S+ by /m)
    assert.strictEqual((await tidemark("rule", "--ratio", "0.5")).code, 2)
    assert.match((await tidemark("rule", "--reset")).out, /^ratio +1\.5 × the median$/m)
  })

  it("notes: one is put on a day, listed, and taken off", async () => {
    const list = [
      "notes",
      "list",
      "--account",
      "acme",
      "--from",
      "2026-03-01",
      "--to",
      "2026-03-09",
    ]
    await tidemark("notes", "add", "2026-03-05", "Scene 12", "--account", "acme")
    assert.match((await tidemark(...list)).out, /2026-03-05 +acme +Scene 12/)
    await tidemark("notes", "remove", "2026-03-05", "--account", "acme")
    assert.strictEqual((await tidemark(...list, "--json")).out, "")
  })

  it("views: one is kept, listed, and removed", async () => {
    await tidemark("views", "save", "large", "Largest", "/explore?by=operation", "--shared")
    const { out } = await tidemark("views", "list")
    assert.match(out, /^large +Largest +own +yes +\/explore\?by=operation\n\n1 view$/m)
    await tidemark("views", "remove", "large")
    assert.strictEqual((await tidemark("views", "list", "--json")).out, "")
  })

  it("leaves out no command", async () => {
    const nothing = { out: async () => {}, write: async () => {}, error: () => {} }
    const terminal = { ...nothing, progress: () => ({ at: () => {}, end: () => {} }) }
    const { signal } = new AbortController()
    const program = buildProgram({ terminal, environment: {}, signal }, () => {})
    const names = program.commands.flatMap((command) =>
      command.commands.length === 0
        ? [command.name()]
        : command.commands.map((one) => `${command.name()} ${one.name()}`),
    )
    // Needs no server.
    const served = names.filter((name) => !name.startsWith("completion "))
    assert.deepStrictEqual(
      served.filter((name) => !tried.has(name)),
      [],
    )
  })
})

describe("the README", () => {
  it("shows a client that works, in a package of its own", async () => {
    const modules = join(own.folder, "program/node_modules")
    mkdirSync(modules, { recursive: true })
    symlinkSync(root, join(modules, "tidemark"))
    const program = join(own.folder, "program/example.mjs")
    writeFileSync(program, readmeBlock("js", "tidemark/client"))
    const { stdout } = await promisify(execFile)(process.execPath, [program], {
      env: environment(),
    })
    assert.deepStrictEqual(stdout.split("\n").slice(0, 9), [
      ...["render-1 accepted", "render-2 accepted", "render-3 accepted", "accepted"],
      "-6",
      ...["render-4 -6", "render-3 -4.5", "render-2 -3", "render-1 -1.5"],
    ])
    assert.match(stdout, /400 \/problems\/invalid-query \[\s+\{\s+pointer: '\/tz'/)
  })
})

describe("the process of tidemark", () => {
  const spawned = (words: ReadonlyArray<string>, env: Record<string, string> = {}) =>
    spawn(process.execPath, [TIDEMARK, ...words], {
      env: { TIDEMARK_URL: own.client.address, TIDEMARK_DATA: own.folder, ...env },
    })

  it("takes events from a pipe, with the admin key of its own machine", async () => {
    const child = spawned(["send", "--json"])
    child.stdin.end(`${JSON.stringify(spend("piped", "1", 3, { account: "piped" }))}\n`)
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "close")])
    assert.deepStrictEqual([code, JSON.parse(out).fate], [0, "accepted"])
  })

  it("ends without a word when who reads has stopped", async () => {
    const child = spawned(["ledger", "acme", "--limit", "0"])
    child.stdout.destroy()
    const [errors, [code]] = await Promise.all([text(child.stderr), once(child, "close")])
    assert.deepStrictEqual([code, errors], [141, ""])
  })

  it("ends at once with Ctrl-C, and leaves no half file", async () => {
    const child = spawned(["tail", "acme", "-n", "1"])
    await once(child.stdout, "data")
    child.kill("SIGINT")
    assert.deepStrictEqual((await once(child, "close"))[0], 130)
  })
})
