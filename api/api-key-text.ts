/** How an API key is written, and what is kept of it. */
import { createHash, randomBytes } from "node:crypto"

export const API_KEY_PREFIX = "tm_"
const KEY_BYTES = 32
const ID_BYTES = 9
/** 36 of its 256 bits: enough to know it again by, nothing to find the rest with. */
const SHOWN_LENGTH = API_KEY_PREFIX.length + 6

/** A new key with its id. The key is shown once. */
export const makeKey = () => {
  const key = `${API_KEY_PREFIX}${randomBytes(KEY_BYTES).toString("base64url")}`
  return {
    key,
    id: randomBytes(ID_BYTES).toString("base64url"),
    hash: hashOfKey(key),
    startsWith: key.slice(0, SHOWN_LENGTH),
  }
}

/**
 * SHA-256 in hexadecimal. A fast hash is right for a random secret of 256 bits: nobody can try them all,
 * however fast each try is. A slow one is for what people think up.
 */
export const hashOfKey = (key: string): string => createHash("sha256").update(key).digest("hex")
