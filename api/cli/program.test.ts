import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"
import { answering } from "./testing/answers.ts"
import { commandLine } from "./testing/command-line.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-cli-"))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const run = commandLine({ TIDEMARK_KEY: "tm_env" })
const ID = "00000000000000ab"

describe("the words of tidemark", () => {
  it.each<[string[], string]>([
    [["drop"], "unknown command 'drop'"],
    [["balnce", "acme"], "Did you mean balance?"],
    [["estimate", "a"], "missing required argument 'operation'"],
    [["balance", "a", "b"], "too many arguments"],
    [["balance", "a", "--colour", "red"], "unknown option '--colour'"],
    [["usage", "a", "--grain", "century"], "--grain"],
    [["ledger", "a", "--limit", "-1"], "--limit"],
    [["import", "a"], "--mapping"],
    [["import", join(folder, "no.csv"), "--mapping", "m"], "no.csv: there is no such file"],
    [["import", file("a.csv", "id\n"), "--mapping", file("m.json", "{}")], "/format"],
    [["import", file("a.csv", "id\n"), "--mapping", join(folder, "no.json")], "cannot be read"],
    [["send", file("half.json", "[{")], "neither an event"],
    [["forecast"], "needs an account, or --backtest"],
    [["estimate", "a", "b"], "'quantity'"],
    [["rejections", "list", "--limit", "10001"], "--limit"],
    [["rejections", "show", "xyz"], "16 hex digits"],
    [["rejections", "dismiss", ID], "--note"],
    [["rejections", "retry", ID, "--file", join(folder, "none.json")], "cannot be read"],
    [["accounts", "set", "a"], "nothing to set"],
    [["keys", "create", "x"], "--scope"],
    [["balance", "a", "--url", "ftp://x"], "--url"],
    [["balance", "a", "--url", "http://u:secret@x"], "--url takes no password"],
    [["balance", "a", "--key", "tm_x"], "unknown option '--key'"],
    [["balance", "a", "--key-file", join(folder, "no.key")], "cannot be read"],
    [["balance", "a", "--key-file", file("empty.key", "\n")], "holds no key"],
    [["completion", "tcsh"], "tcsh"],
  ])("%j are answered with 2 and a sentence", async (words, expected) => {
    const { code, errors, out } = await run(words)
    assert.deepStrictEqual([code, out], [2, ""])
    assert.include(errors, expected)
  })

  it("explain themselves, with examples", async () => {
    const { code, out } = await run(["--help"])
    assert.strictEqual(code, 0)
    assert.match(out, /^ +high-days /m)
    assert.match((await run(["ledger", "--help"])).out, /Examples:\n {2}\$ tidemark ledger/)
    assert.match((await run(["help", "rejections"])).out, /dismiss/)
  })

  it("complete themselves in each shell", async () => {
    const bash = (await run(["completion", "bash"])).out
    assert.match(bash, /"rejections list"\) words=".*--state/)
    assert.include((await run(["completion", "zsh"])).out, "#compdef tidemark")
    const fish = (await run(["completion", "fish"])).out
    assert.match(fish, /__fish_seen_subcommand_from keys; and not .* -a revoke -d/)
  })
})

describe("the key of tidemark", () => {
  const balance = { body: {} }

  it("comes from the environment, or from a file that goes before it", async () => {
    await using server = await answering(balance, balance)
    const words = ["balance", "a", "--at", "2026-01-01T00:00:00Z", "--url", server.url]
    await run(words)
    await run([...words, "--key-file", file("reports.key", "tm_file\n")])
    assert.deepStrictEqual(server.keys, ["Bearer tm_env", "Bearer tm_file"])
  })

  it("of this machine's own server goes to no other machine", async () => {
    file("admin-key", "tm_admin_own\n")
    const own = commandLine({ TIDEMARK_DATA: folder })
    await using server = await answering(balance)
    await own(["balance", "a", "--url", server.url])
    assert.deepStrictEqual(server.keys, ["Bearer tm_admin_own"])
    const away = await own(["balance", "a", "--url", "https://tidemark.example"])
    assert.strictEqual(away.code, 3)
    assert.include(away.errors, "no key: set TIDEMARK_KEY")
    const none = await commandLine({ TIDEMARK_DATA: join(folder, "none") })(["balance", "a"])
    assert.strictEqual(none.code, 3)
  })
})

describe("how tidemark ends", () => {
  it.each([
    [401, "", 3],
    [403, "", 3],
    [400, "", 2],
    [404, "", 1],
    [409, "", 1],
    [500, "", 1],
    [503, "/problems/took-too-long", 1],
  ])("when the server answers %i %s: %i, in the server's words", async (status, type, expected) => {
    const body = { type, title: "Refused", status, detail: "For a reason." }
    await using server = await answering({ status, body })
    const { code, errors } = await run(["balance", "a", "--url", server.url])
    assert.deepStrictEqual([code, errors], [expected, `tidemark: ${status} Refused: For a reason.`])
  })

  it("with 4 when nothing listens, or what does is no Tidemark", async () => {
    const gone = await answering()
    await gone[Symbol.asyncDispose]()
    const nobody = await run(["balance", "a", "--url", gone.url])
    assert.strictEqual(nobody.code, 4)
    assert.include(nobody.errors, "nothing listens there; is it running?")
    await using server = await answering({ body: { ok: true } })
    const other = await run(["balance", "a", "--url", server.url])
    assert.strictEqual(other.code, 4)
    assert.include(other.errors, "is this a Tidemark")
  })

  it("with 130 and no word when it is interrupted", async () => {
    const words = ["balance", "a", "--url", "http://127.0.0.1:9"]
    const { code, errors } = await run(words, { signal: AbortSignal.abort() })
    assert.deepStrictEqual([code, errors], [130, ""])
  })
})
