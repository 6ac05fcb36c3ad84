/** The front itself, asked the way curl would ask a server. */
import { assert, layer } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { type ClickHouseProcess, clickHouseProcess, PASSWORD, USER } from "./clickhouse-process.ts"

class Server extends Context.Service<Server, ClickHouseProcess>()("warehouse/Server") {
  static readonly layer = Layer.effect(Server, clickHouseProcess)
}

const basic = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`

interface Asked {
  readonly method?: string
  readonly path?: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}

const ask = Effect.fnUntraced(function* (asked: Asked) {
  const { options } = yield* Server
  const { path = "/", query = {}, headers = { authorization: basic }, ...request } = asked
  const url = new URL(path, options.url)
  url.search = new URLSearchParams(query).toString()
  return yield* Effect.promise(async () => {
    const answer = await fetch(url, { method: "POST", ...request, headers })
    const code = answer.headers.get("x-clickhouse-exception-code")
    return { status: answer.status, code, text: await answer.text() }
  })
})
const answered = (text: string) => ({ status: 200, code: null, text })

layer(Server.layer, { excludeTestServices: true, timeout: "60 seconds" })(
  "the HTTP front",
  (it) => {
    it.effect("answers a ping without credentials", () =>
      Effect.gen(function* () {
        const ping = yield* ask({ method: "GET", path: "/ping", headers: {} })
        assert.deepStrictEqual(ping, answered("Ok.\n"))
      }),
    )

    it.effect(
      "takes credentials as a header of either kind, and refuses others as a server does",
      () =>
        Effect.gen(function* () {
          const headers = { "x-clickhouse-user": USER, "x-clickhouse-key": encodeLatin(PASSWORD) }
          assert.deepStrictEqual(yield* ask({ body: "SELECT 1", headers }), answered("1\n"))
          for (const wrong of [{}, { ...headers, "x-clickhouse-key": "" }]) {
            const { status, code, text } = yield* ask({ body: "SELECT 1", headers: wrong })
            assert.deepStrictEqual([status, code], [403, "516"])
            assert.match(text, /^Code: 516\. DB::Exception: .*\(AUTHENTICATION_FAILED\) \(version /)
          }
        }),
    )

    it.effect("binds parameters as a server does: escaped like a field of a TSV file", () =>
      Effect.gen(function* () {
        const query = {
          param_text: "a\\tb\\\\c\\'d",
          param_list: "['x\\'y','\\\\']",
          default_format: "JSONEachRow",
        }
        const body = "SELECT {text:String} AS text, {list:Array(String)} AS list"
        const { text } = yield* ask({ query, body })
        assert.deepStrictEqual(JSON.parse(text), { text: "a\tb\\c'd", list: ["x'y", "\\"] })
      }),
    )

    it.effect("keeps settings to their request, and refuses those it does not know", () =>
      Effect.gen(function* () {
        const body = "SELECT getSetting('max_threads')"
        const before = yield* ask({ body })
        const set = yield* ask({ query: { max_threads: "7" }, body })
        assert.deepStrictEqual(set, answered("7\n"))
        assert.deepStrictEqual(yield* ask({ body }), before)
        const unknown = yield* ask({ query: { no_such_setting: "1" }, body })
        assert.deepStrictEqual([unknown.status, unknown.code], [404, "115"])
      }),
    )

    it.effect("writes nothing for a GET", () =>
      Effect.gen(function* () {
        const query = { query: "CREATE TABLE got (n UInt8) ENGINE = Memory" }
        const { status, code } = yield* ask({ method: "GET", query })
        assert.deepStrictEqual([status, code], [500, "164"])
      }),
    )

    it.effect(
      "inserts the rows of the body by the table's own columns, and nothing of a torn body",
      () =>
        Effect.gen(function* () {
          yield* ask({
            body: "CREATE TABLE put (n UInt16, t LowCardinality(String)) ENGINE = Memory",
          })
          const query = {
            query: "INSERT INTO put (t, n) SETTINGS async_insert = 0 FORMAT RowBinary",
          }
          const rows = Uint8Array.from([2, 10, 10, 1, 0, 0, 2, 1])
          assert.deepStrictEqual(yield* ask({ query, body: rows }), answered(""))
          const torn = yield* ask({ query, body: rows.slice(0, 7) })
          assert.strictEqual(torn.status, 500)
          const kept = yield* ask({ body: "SELECT n, t FROM put ORDER BY n" })
          assert.deepStrictEqual(kept, answered("1\t\\n\\n\n258\t\n"))
        }),
    )

    it.effect("refuses a parameter as a setting of an insert, as servers before 26.7 do", () =>
      Effect.gen(function* () {
        const statement =
          "INSERT INTO put (n) SETTINGS insert_deduplication_token = {token:String} FORMAT RowBinary"
        const query = { query: statement, param_token: "x" }
        const { status, code } = yield* ask({ query, body: Uint8Array.from([1, 0]) })
        assert.deepStrictEqual([status, code], [400, "62"])
      }),
    )

    it.effect("refuses fields that are longer than a server takes", () =>
      Effect.gen(function* () {
        const body = "SELECT length({text:String})"
        const taken = yield* ask({ query: { param_text: "x".repeat(131_072) }, body })
        assert.deepStrictEqual(taken, answered("131072\n"))
        const long = yield* ask({ query: { param_text: "x".repeat(131_073) }, body })
        assert.strictEqual(long.status, 400)
        assert.include(long.text, "Field value too long")
      }),
    )
  },
)

/** Headers are bytes: UTF-8 text as the latin-1 text of the same bytes. */
const encodeLatin = (text: string) => Buffer.from(text).toString("latin1")
