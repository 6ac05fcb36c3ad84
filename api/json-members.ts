/** Where the members of a JSON array stand, so that each can be read, and kept, as it came. */

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** The members' bytes, without the blank space around them. `bytes` must be a JSON array; it may begin with a byte order mark. */
export const membersOf = (bytes: Uint8Array): ReadonlyArray<Uint8Array> => {
  const members: Array<Uint8Array> = []
  let [depth, start] = [0, 0]
  const close = (end: number) => {
    const member = trimmed(bytes, start, end)
    if (member.length > 0) members.push(member)
    start = end + 1
  }
  for (let at = bytes.indexOf(OPEN_ARRAY); at < bytes.length; at++)
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at)
        break
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (depth++ === 0) start = at + 1
        break
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        if (--depth === 0) close(at)
        break
      case COMMA:
        if (depth === 1) close(at)
    }
  return members
}

/** The place of the closing quote. */
const endOfString = (bytes: Uint8Array, open: number): number => {
  let at = open + 1
  for (; bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++
  return at
}

const trimmed = (bytes: Uint8Array, from: number, to: number): Uint8Array => {
  let [start, end] = [from, to]
  while (start < end && isBlank(bytes[start])) start++
  while (end > start && isBlank(bytes[end - 1])) end--
  return bytes.subarray(start, end)
}

/** Blank space in JSON. */
export const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
