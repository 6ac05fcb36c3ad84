/**
 * The part of ClickHouse's HTTP interface that `@clickhouse/client` uses, in front of the embedded
 * engine: for tests, since no server can be started on every machine. Follows a server in what it
 * refuses: long URLs and fields, wrong credentials, unknown settings. Every answer is sent once the
 * statement has ended, as `wait_end_of_query` asks for.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { type Engine, EngineException, type ServerStatement } from "./clickhouse-engine.ts"
import type { Faults, SeenRequest } from "./clickhouse-faults.ts"

/** `http_max_uri_size` and `http_max_field_value_size`, which count encoded characters. */
const URL_LENGTH_MAX = 1_048_576
const FIELD_LENGTH_MAX = 131_072
const BODY_BYTES_MAX = 256 * 1024 * 1024

// Parts of the request that are no settings.
const RESERVED = new Set([
  "database",
  "default_format",
  "password",
  "query",
  "query_id",
  "quota_key",
  "session_id",
  "user",
  "wait_end_of_query",
])

export interface FrontOptions {
  readonly engine: Engine
  readonly user: string
  readonly password: string
  readonly faults: Faults
  readonly seen: (request: SeenRequest) => void
}

export const clickHouseFront = (options: FrontOptions) =>
  createServer(
    { maxHeaderSize: URL_LENGTH_MAX * 2, keepAliveTimeout: 10_000 },
    (request, response) => {
      answer(options, request, response).catch((error) => refuse(options, response, error))
    },
  )

const answer = async (
  options: FrontOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const rawUrl = request.url ?? "/"
  const url = new URL(rawUrl, "http://localhost")
  if (url.pathname === "/ping") return void response.end("Ok.\n")
  checkLengths(rawUrl)
  authenticate(options, request, url)
  const statement = statementOf(request, url, await bodyOf(request))
  const fault = options.faults.next(statement.text)
  const gone = new Promise<void>((resolve) => response.once("close", resolve))
  const seen = (givenUp: boolean) =>
    options.seen({
      statement: statement.text,
      settings: Object.fromEntries(statement.settings),
      urlLength: rawUrl.length,
      bodyLength: Number(request.headers["content-length"] ?? statement.rows.length),
      givenUp,
    })
  if (fault === "hang") return gone.then(() => seen(true))
  seen(false)
  if (fault === "lost before") return void request.socket.destroy()
  if (fault === "unavailable") return void response.writeHead(503).end("upstream is away")
  if (fault === "busy")
    throw exception(202, "Too many simultaneous queries", "TOO_MANY_SIMULTANEOUS_QUERIES")
  if (fault === "torn")
    return void response.end("Code: 241. DB::Exception: Memory limit (MEMORY_LIMIT_EXCEEDED)\n")
  const result = await options.engine.run(statement)
  if (fault === "lost after") return void request.socket.destroy()
  response.setHeader("X-ClickHouse-Summary", '{"read_rows":"0","written_rows":"0"}')
  response.end(result)
}

const exception = (code: number, text: string, name: string) =>
  new EngineException(code, `Code: ${code}. DB::Exception: ${text}. (${name})`)

const checkLengths = (rawUrl: string): void => {
  if (rawUrl.length > URL_LENGTH_MAX) throw exception(1000, "URI too long", "POCO_EXCEPTION")
  const fields = rawUrl.slice(rawUrl.indexOf("?") + 1).split("&")
  if (fields.some((field) => field.length - field.indexOf("=") - 1 > FIELD_LENGTH_MAX))
    throw exception(1000, "HTML Form Exception: Field value too long", "POCO_EXCEPTION")
}

const authenticate = (options: FrontOptions, { headers }: IncomingMessage, url: URL): void => {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? "")?.[1]
  const [user, password] =
    basic === undefined
      ? [
          utf8(headers["x-clickhouse-user"]) ?? url.searchParams.get("user") ?? "default",
          utf8(headers["x-clickhouse-key"]) ?? url.searchParams.get("password") ?? "",
        ]
      : (/^([^:]*):([\s\S]*)$/.exec(Buffer.from(basic, "base64").toString()) ?? []).slice(1)
  if (user === options.user && password === options.password) return
  const text = `${user}: Authentication failed: password is incorrect, or there is no user with such name`
  throw exception(516, text, "AUTHENTICATION_FAILED")
}

/** Node reads the bytes of a header as latin-1. */
const utf8 = (header: string | string[] | undefined): string | undefined =>
  header === undefined ? undefined : Buffer.from(String(header), "latin1").toString()

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_BYTES_MAX) throw new Error("the body is too large for a test")
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const statementOf = (request: IncomingMessage, url: URL, body: Buffer): ServerStatement => {
  const fields = [...url.searchParams]
  const inUrl = url.searchParams.get("query")
  return {
    text: (inUrl ?? body.toString()).trim(),
    rows: inUrl === null ? Buffer.alloc(0) : body,
    settings: new Map(fields.filter(([name]) => !RESERVED.has(name) && !name.startsWith("param_"))),
    parameters: new Map(
      fields
        .filter(([name]) => name.startsWith("param_"))
        .map(([name, value]) => [name.slice("param_".length), value]),
    ),
    database: url.searchParams.get("database"),
    format: url.searchParams.get("default_format") ?? "TabSeparated",
    readOnly: request.method === "GET",
  }
}

const STATUS: Readonly<Record<number, number>> = {
  // SYNTAX_ERROR, UNKNOWN_TABLE, UNKNOWN_DATABASE, UNKNOWN_SETTING, AUTHENTICATION_FAILED
  62: 400,
  60: 404,
  81: 404,
  115: 404,
  516: 403,
  1000: 400,
}

const refuse = ({ engine }: FrontOptions, response: ServerResponse, error: unknown): void => {
  if (response.headersSent || response.destroyed) return
  if (!(error instanceof EngineException)) {
    response.writeHead(500).end(String(error))
    return
  }
  response.writeHead(STATUS[error.code] ?? 500, {
    "X-ClickHouse-Exception-Code": String(error.code),
    "Content-Type": "text/plain; charset=UTF-8",
  })
  response.end(`${error.message.trim()} (version ${engine.version} (official build))\n`)
}
