/** The words of the command line, checked. */
import { parseArgs } from "node:util"
import { Effect, Schema } from "effect"

export const USAGE = `Usage: npm run tidemark -- COMMAND [options]

  import FILE.csv --mapping FILE.json
      Sends the rows of a CSV or JSON Lines file. Importing a file again adds
      nothing. docs/import.md describes the mapping.
  rejections list [--account ACCOUNT] [--reason REASON] [--state STATE] [--limit N]
      What arrived and was not counted, newest first; 20 unless --limit says more.
      Reasons: conflict, rejected, unreadable. States: open, resolved.
  rejections show ID
      One of them, with everything that was kept.
  rejections retry ID [--file EVENT.json]
      Sends it again, or the corrected event in its place. It counts once.
  rejections dismiss ID --note TEXT
      Lets it go. The note stays with it.
  forecast ACCOUNT [--operation OPERATION --quantity N]
      When its credits run out, and what the billing period will use, with a band
      of 80 %; what N of an operation will cost, from what it cost before.
  forecast --backtest [ACCOUNT]
      How often that band would have held in the past, for all accounts or one.

  rebuild ROLLUP [--writers-stopped]
      Makes a rollup anew from the ledger and puts it in place, while Tidemark goes on.
      --writers-stopped says that no other process writes, and none was killed
      while it stored a batch.

  --url URL        where Tidemark runs (http://127.0.0.1:4000)
  --key KEY        the admin key; better in TIDEMARK_KEY, which other users
                   of this machine cannot see
  --json           the answer as JSON
  --help           this text

Exit code: 0 every row counted or skipped by rule, or done; 1 rows were rejected or
conflict, the event of a retry was not counted, a band held less often than 70 %
or more often than 90 %, or it did not finish; 2 the command or its mapping cannot
be understood.`

const URL_DEFAULT = "http://127.0.0.1:4000"
const LIST_LIMIT = 20
const LIST_LIMIT_MAX = 10_000

/** A command that cannot be understood, in one sentence. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", {
  reason: Schema.String,
}) {
  override get message() {
    return this.reason
  }
}

interface Connection {
  readonly url: URL
  /** Given on the command line. */
  readonly key: string | undefined
  readonly json: boolean
}

export type ImportCommand = Connection & {
  readonly name: "import"
  readonly file: string
  readonly mapping: string
}
export type RejectionsCommand = Connection &
  (
    | {
        readonly name: "rejections list"
        /** By their names in the query. */
        readonly words: Readonly<Record<string, string>>
        readonly limit: number
      }
    | { readonly name: "rejections show"; readonly id: string }
    | { readonly name: "rejections retry"; readonly id: string; readonly file: string | undefined }
    | { readonly name: "rejections dismiss"; readonly id: string; readonly note: string }
  )
export type ForecastCommand = Connection &
  (
    | {
        readonly name: "forecast"
        readonly account: string
        /** By their names in the query. */
        readonly words: Readonly<Record<string, string>>
      }
    | { readonly name: "forecast --backtest"; readonly account: string | undefined }
  )
export type RebuildCommand = Connection & {
  readonly name: "rebuild"
  readonly rollup: string
  readonly writersStopped: boolean
}
export type Command =
  | { readonly name: "help" }
  | ForecastCommand
  | ImportCommand
  | RebuildCommand
  | RejectionsCommand

const options = {
  mapping: { type: "string" },
  account: { type: "string" },
  reason: { type: "string" },
  state: { type: "string" },
  limit: { type: "string" },
  file: { type: "string" },
  note: { type: "string" },
  backtest: { type: "boolean" },
  operation: { type: "string" },
  quantity: { type: "string" },
  "writers-stopped": { type: "boolean" },
  url: { type: "string" },
  key: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const

type Values = Omit<ReturnType<typeof parseWords>["values"], "help">
type Option = keyof Values

const parseWords = (words: ReadonlyArray<string>) =>
  parseArgs({ args: [...words], options, allowPositionals: true })

const usage = (reason: string) => new UsageError({ reason })

export const parseCommandLine = Effect.fnUntraced(function* (words: ReadonlyArray<string>) {
  const { values, positionals } = yield* Effect.try({
    try: () => parseWords(words),
    catch: (error) => usage(error instanceof Error ? error.message : String(error)),
  })
  if (values.help === true) return { name: "help" } satisfies Command
  const [name, ...rest] = positionals
  if (name === "import") return yield* parseImport(rest, values)
  if (name === "rebuild") return yield* parseRebuild(rest, values)
  if (name === "rejections") return yield* parseRejections(rest, values)
  if (name === "forecast") return yield* parseForecast(rest, values)
  return yield* usage(
    name === undefined
      ? "a command is missing: import, rejections, forecast or rebuild"
      : `"${name.slice(0, 40)}" is no command: import, rejections, forecast and rebuild are`,
  )
})

/** What every command takes; an option that is another command's is refused. */
const connection = Effect.fnUntraced(function* (
  command: string,
  values: Values,
  own: ReadonlyArray<Option>,
) {
  const known: ReadonlyArray<string> = [...own, "url", "key", "json"]
  const foreign = Object.keys(values).find((name) => !known.includes(name))
  if (foreign !== undefined) return yield* usage(`${command} has no option --${foreign}`)
  const url = URL.parse(values.url ?? URL_DEFAULT)
  if (url === null || !/^https?:$/.test(url.protocol))
    return yield* usage("--url has to begin with http:// or https://")
  return { url, key: values.key, json: values.json ?? false } satisfies Connection
})

const parseImport = Effect.fnUntraced(function* (
  [file, ...more]: ReadonlyArray<string>,
  values: Values,
) {
  if (file === undefined) return yield* usage("import needs a file")
  if (more.length > 0) return yield* usage("import takes one file at a time")
  if (values.mapping === undefined) return yield* usage("import needs --mapping")
  const common = yield* connection("import", values, ["mapping"])
  return { name: "import", file, mapping: values.mapping, ...common } satisfies Command
})

const parseForecast = Effect.fnUntraced(function* (
  [account, ...more]: ReadonlyArray<string>,
  values: Values,
) {
  if (more.length > 0) return yield* usage("forecast takes one account at a time")
  if (values.backtest === true) {
    const common = yield* connection("forecast --backtest", values, ["backtest"])
    return { name: "forecast --backtest", account, ...common } as const
  }
  if (account === undefined) return yield* usage("forecast needs an account, or --backtest")
  const common = yield* connection("forecast", values, ["operation", "quantity"])
  const { operation, quantity } = values
  if ((operation === undefined) !== (quantity === undefined))
    return yield* usage("--operation and --quantity go together")
  const words: Record<string, string> =
    operation === undefined || quantity === undefined ? {} : { operation, quantity }
  return { name: "forecast", account, words, ...common } as const
})

const parseRebuild = Effect.fnUntraced(function* (
  [rollup, ...more]: ReadonlyArray<string>,
  values: Values,
) {
  if (rollup === undefined) return yield* usage("rebuild needs a rollup, such as lifetime_totals")
  if (more.length > 0) return yield* usage("rebuild takes one rollup at a time")
  const common = yield* connection("rebuild", values, ["writers-stopped"])
  const writersStopped = values["writers-stopped"] ?? false
  return { name: "rebuild", rollup, writersStopped, ...common } satisfies Command
})

const ID = /^[0-9a-f]{16}$/

const parseRejections = Effect.fnUntraced(function* (
  [action, id, ...more]: ReadonlyArray<string>,
  values: Values,
) {
  if (action === "list") {
    if (id !== undefined) return yield* usage("rejections list takes options only")
    return yield* parseList(values)
  }
  if (action !== "show" && action !== "retry" && action !== "dismiss")
    return yield* usage("rejections needs list, show, retry or dismiss")
  const name = `rejections ${action}` as const
  if (id === undefined) return yield* usage(`${name} needs an id`)
  if (more.length > 0) return yield* usage(`${name} takes one id at a time`)
  if (!ID.test(id))
    return yield* usage(`an id has 16 hex digits, which "${id.slice(0, 40)}" has not`)
  if (name === "rejections show") return { name, id, ...(yield* connection(name, values, [])) }
  if (name === "rejections retry")
    return { name, id, file: values.file, ...(yield* connection(name, values, ["file"])) }
  const { note } = values
  if (note === undefined) return yield* usage("rejections dismiss needs --note")
  return { name, id, note, ...(yield* connection(name, values, ["note"])) }
})

const parseList = Effect.fnUntraced(function* (values: Values) {
  const { account, reason, state, limit = String(LIST_LIMIT) } = values
  const common = yield* connection("rejections list", values, [
    "account",
    "reason",
    "state",
    "limit",
  ])
  if (!/^[1-9]\d{0,4}$/.test(limit) || Number(limit) > LIST_LIMIT_MAX)
    return yield* usage(`--limit has to be a whole number from 1 to ${LIST_LIMIT_MAX}`)
  const words = {
    ...(account !== undefined && { account }),
    ...(reason !== undefined && { reason }),
    ...(state !== undefined && { state }),
  }
  return { name: "rejections list", words, limit: Number(limit), ...common } as const
})
