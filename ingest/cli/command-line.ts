/** The words of the command line, checked. */
import { parseArgs } from "node:util"
import { Effect, Schema } from "effect"

export const USAGE = `Usage: npm run tidemark -- import FILE --mapping MAPPING.json [options]

Sends the rows of a CSV or JSON Lines file to a running Tidemark. Importing a file
again adds nothing. docs/import.md describes the mapping.

  --mapping FILE   how a row becomes a usage event (required)
  --url URL        where Tidemark runs (http://127.0.0.1:4000)
  --key KEY        the admin key; better in TIDEMARK_KEY, which other users
                   of this machine cannot see
  --json           the report as JSON
  --help           this text

Exit code: 0 every row counted or skipped by rule; 1 rows were rejected or conflict,
or the import did not finish; 2 the command or its mapping cannot be understood.`

const URL_DEFAULT = "http://127.0.0.1:4000"

/** A command that cannot be understood, in one sentence. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", {
  reason: Schema.String,
}) {
  override get message() {
    return this.reason
  }
}

export type Command =
  | { readonly name: "help" }
  | {
      readonly name: "import"
      readonly file: string
      readonly mapping: string
      readonly url: URL
      /** Given on the command line. */
      readonly key: string | undefined
      readonly json: boolean
    }

const options = {
  mapping: { type: "string" },
  url: { type: "string" },
  key: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const

export const parseCommandLine = Effect.fnUntraced(function* (words: ReadonlyArray<string>) {
  const { values, positionals } = yield* Effect.try({
    try: () => parseArgs({ args: [...words], options, allowPositionals: true }),
    catch: (error) =>
      new UsageError({ reason: error instanceof Error ? error.message : String(error) }),
  })
  const usage = (reason: string) => new UsageError({ reason })
  if (values.help === true) return { name: "help" } satisfies Command
  const [name, file, ...more] = positionals
  if (name === undefined) return yield* usage("a command is missing: import")
  if (name !== "import") return yield* usage(`"${name.slice(0, 40)}" is no command: import is`)
  if (file === undefined) return yield* usage("import needs a file")
  if (more.length > 0) return yield* usage("import takes one file at a time")
  if (values.mapping === undefined) return yield* usage("import needs --mapping")
  const url = URL.parse(values.url ?? URL_DEFAULT)
  if (url === null || !/^https?:$/.test(url.protocol))
    return yield* usage("--url has to begin with http:// or https://")
  const { mapping, key, json = false } = values
  return { name: "import", file, mapping, url, key, json } satisfies Command
})
