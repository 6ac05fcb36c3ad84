/**
 * SHA-256 piece by piece, so that a file of any size can be checked without being held in memory.
 * `crypto.subtle` takes a whole at once, and is missing where the page comes without TLS.
 */
const primes = (count: number): ReadonlyArray<number> => {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n)
  return found
}

/** The first 32 bits behind the point of a root: exact, since a double holds more than these. */
const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0

const ROUNDS = Int32Array.from(primes(64), (p) => fraction(Math.cbrt(p)))
const START = Int32Array.from(primes(8), (p) => fraction(Math.sqrt(p)))
const BLOCK = 64

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by))

const compress = (state: Int32Array, w: Int32Array): void => {
  for (let i = 16; i < 64; i++) {
    const [a, b] = [w[i - 15] ?? 0, w[i - 2] ?? 0]
    const s0 = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)
    const s1 = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10)
    w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[i] ?? 0) + (w[i] ?? 0)) | 0
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const added = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = ((state[i] ?? 0) + (added[i] ?? 0)) | 0
}

export interface Sha256 {
  readonly update: (bytes: Uint8Array) => void
  /** In hexadecimal. Nothing can be added afterwards. */
  readonly digest: () => string
}

export const createSha256 = (): Sha256 => {
  const state = Int32Array.from(START)
  const words = new Int32Array(64)
  const block = new Uint8Array(BLOCK)
  const view = new DataView(block.buffer)
  let [filled, length] = [0, 0]

  const close = () => {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(i * 4)
    compress(state, words)
    filled = 0
  }
  const update = (bytes: Uint8Array) => {
    length += bytes.length
    for (let at = 0; at < bytes.length; ) {
      const taken = Math.min(BLOCK - filled, bytes.length - at)
      block.set(bytes.subarray(at, at + taken), filled)
      filled += taken
      at += taken
      if (filled === BLOCK) close()
    }
  }
  const digest = () => {
    block[filled++] = 0x80
    block.fill(0, filled)
    // The length has to fit behind the mark.
    if (filled > BLOCK - 8) {
      close()
      block.fill(0)
    }
    view.setBigUint64(BLOCK - 8, BigInt(length) * 8n)
    close()
    return [...state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("")
  }
  return { update, digest }
}

/** `onRead`: how many bytes are through. */
export const sha256OfFile = async (
  file: Blob,
  onRead: (bytes: number) => void,
): Promise<string> => {
  const hash = createSha256()
  const reader = file.stream().getReader()
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return hash.digest()
    hash.update(value)
    bytes += value.length
    onRead(bytes)
  }
}
