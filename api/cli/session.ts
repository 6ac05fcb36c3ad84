/** What every command is given: a server to ask, and a place to write to. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { connect, type TidemarkClient } from "../client.ts"
import { ADMIN_KEY_FILE } from "../secrets.ts"
import { KeyMissing, UsageError } from "./exit-code.ts"

/** Where a command writes. Lines end with a line break by themselves. */
export interface Terminal {
  /** Resolves when there is room for more: who reads slowly is waited for. */
  readonly out: (line: string) => Promise<void>
  readonly write: (bytes: Uint8Array) => Promise<void>
  readonly error: (line: string) => void
  /** A bar on standard error, where that is a terminal. `total` is 0 where nobody knows it. */
  readonly progress: (unit: string, total: number) => Progress
}

export interface Progress {
  readonly at: (done: number) => void
  readonly end: () => void
}

/** What of the environment means something here. */
export interface CliEnvironment {
  readonly TIDEMARK_URL?: string | undefined
  readonly TIDEMARK_KEY?: string | undefined
  readonly TIDEMARK_DATA?: string | undefined
}

export interface GlobalOptions {
  readonly url?: string
  readonly keyFile?: string
  readonly json?: boolean
}

export interface Session {
  /** For questions: whoever waits at a terminal is told within seconds that nothing answers. */
  readonly client: TidemarkClient
  /** For long work: waits half a minute for a server that starts again. */
  readonly patient: TidemarkClient
  readonly terminal: Terminal
  readonly json: boolean
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

const URL_DEFAULT = "http://127.0.0.1:4000"
const DATA_DEFAULT = "./data"
const QUESTION_RETRIES_MAX = 2

export const openSession = async (
  options: GlobalOptions,
  environment: CliEnvironment,
  { terminal, signal }: Pick<Session, "terminal" | "signal">,
): Promise<Session> => {
  const given = options.url ?? (environment.TIDEMARK_URL || URL_DEFAULT)
  const url = URL.parse(given)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError({ reason: `${given}: --url has to begin with http:// or https://` })
  if (url.username !== "" || url.password !== "")
    throw new UsageError({ reason: "--url takes no password: put the key into a file" })
  const credential = await keyFor(url, options, environment)
  // Ctrl-C ends every request, whoever made it.
  const asked = { url, credential, signal }
  return {
    client: connect({ ...asked, retriesMax: QUESTION_RETRIES_MAX }),
    patient: connect(asked),
    terminal,
    json: options.json ?? false,
    signal,
  }
}

/** The file that is named, the environment, or, for a server of this machine, the key that it made itself. */
const keyFor = async (
  url: URL,
  { keyFile }: GlobalOptions,
  { TIDEMARK_KEY, TIDEMARK_DATA }: CliEnvironment,
): Promise<string> => {
  if (keyFile !== undefined) return wholeKey(await readKey(keyFile), keyFile)
  if (TIDEMARK_KEY) return wholeKey(TIDEMARK_KEY, "TIDEMARK_KEY")
  const own = join(TIDEMARK_DATA || DATA_DEFAULT, ADMIN_KEY_FILE)
  const reason = `no key: set TIDEMARK_KEY, or name a file with --key-file`
  if (!isLoopback(url)) throw new KeyMissing({ reason })
  try {
    return wholeKey(await readFile(own, "utf8"), own)
  } catch {
    throw new KeyMissing({ reason: `${reason} (${own} cannot be read)` })
  }
}

/** An admin key of this machine goes to this machine alone. */
const isLoopback = ({ hostname }: URL): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

const readKey = async (path: string): Promise<string> => {
  try {
    return await readFile(path, "utf8")
  } catch {
    throw new UsageError({ reason: `--key-file: ${path} cannot be read` })
  }
}

const wholeKey = (text: string, place: string): string => {
  const key = text.trim()
  // Anything else cannot stand in a header, and would be told in the words of a library.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new UsageError({ reason: `${place} holds no key` })
  return key
}
