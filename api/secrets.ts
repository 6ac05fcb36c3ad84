/** The keys of this server: kept in the data folder, readable by its owner alone. */
import { hkdfSync, randomBytes } from "node:crypto"
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Redacted } from "effect"
import { StartRefused } from "#warehouse/errors.ts"

export interface Secrets {
  readonly adminKey: Redacted.Redacted
  readonly sessionKey: Redacted.Redacted<Uint8Array>
  readonly cursorKey: Redacted.Redacted<Uint8Array>
  /** Of the account tokens that this server makes. */
  readonly tokenKey: Redacted.Redacted<Uint8Array>
}

export const ADMIN_KEY_FILE = "admin-key"
const SESSION_KEY_FILE = "session-key"

/**
 * Makes what is missing. What comes from the environment goes before the files, and is not written to
 * them. `secret`: what all keys but the admin key are derived from; several processes that answer the same
 * people have the same.
 */
export const loadSecrets = (
  folder: string,
  { adminKey, secret }: Readonly<Record<"adminKey" | "secret", Redacted.Redacted | null>>,
) =>
  Effect.try({
    try: (): Secrets => {
      mkdirSync(folder, { recursive: true })
      const root =
        secret === null
          ? Buffer.from(kept(join(folder, SESSION_KEY_FILE), randomText), "base64url")
          : Buffer.from(Redacted.value(secret))
      return {
        adminKey:
          adminKey ??
          Redacted.make(kept(join(folder, ADMIN_KEY_FILE), () => `tm_admin_${randomText()}`)),
        sessionKey: Redacted.make(derived(root, "session")),
        cursorKey: Redacted.make(derived(root, "cursor")),
        tokenKey: Redacted.make(derived(root, "token")),
      }
    },
    catch: (cause) =>
      new StartRefused({
        reason: `The keys in the data folder ${folder} cannot be read or made: ${
          cause instanceof Error ? cause.message : String(cause)
        }`,
      }),
  })

const randomText = () => randomBytes(32).toString("base64url")

const derived = (key: Uint8Array, purpose: string) =>
  new Uint8Array(hkdfSync("sha256", key, "", `tidemark ${purpose}`, 32))

const MODE = 0o600
const LENGTH_MIN = 32

const kept = (path: string, make: () => string): string => {
  try {
    // "wx": a key that is there is never replaced, whatever else goes wrong.
    writeFileSync(path, `${make()}\n`, { flag: "wx", mode: MODE })
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause
  }
  const text = readFileSync(path, "utf8").trim()
  if (text.length < LENGTH_MIN)
    throw new Error(`${path} holds no whole key; delete it to get a new one`)
  chmodSync(path, MODE)
  return text
}
