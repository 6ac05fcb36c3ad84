/** Still WebP pictures as one that moves: what a README can show without a player. */

/** A part of the picture that is new from this frame on. Even `left` and `top`, in pixels. */
export interface WebpFrame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly milliseconds: number
  /** A still WebP file of this size. */
  readonly picture: Buffer
}

const chunk = (name: string, ...parts: ReadonlyArray<Buffer>): Buffer => {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const head = Buffer.alloc(8)
  head.write(name, "latin1")
  head.writeUInt32LE(length, 4)
  // Chunks begin at even places.
  return Buffer.concat([head, ...parts, Buffer.alloc(length % 2)])
}

const uint24 = (value: number): Buffer => {
  const bytes = Buffer.alloc(3)
  bytes.writeUIntLE(value, 0, 3)
  return bytes
}

/** A still file's own chunks, without what only a whole file has. */
const imageData = (picture: Buffer): Buffer => {
  const kept: Buffer[] = []
  for (let at = 12; at < picture.length; ) {
    const length = picture.readUInt32LE(at + 4)
    const end = at + 8 + length + (length % 2)
    if (/^(VP8 |VP8L|ALPH)$/.test(picture.toString("latin1", at, at + 4)))
      kept.push(picture.subarray(at, end))
    at = end
  }
  return Buffer.concat(kept)
}

const ANIMATED = 0b0000_0010
/** The frame takes the place of what was there, and stays. */
const REPLACE = 0b0000_0010

/** Plays for ever. */
export const animatedWebp = (
  { width, height }: { readonly width: number; readonly height: number },
  frames: ReadonlyArray<WebpFrame>,
): Buffer =>
  chunk(
    "RIFF",
    Buffer.from("WEBP"),
    chunk("VP8X", Buffer.from([ANIMATED, 0, 0, 0]), uint24(width - 1), uint24(height - 1)),
    chunk("ANIM", Buffer.alloc(6)),
    ...frames.map((frame) =>
      chunk(
        "ANMF",
        uint24(frame.left / 2),
        uint24(frame.top / 2),
        uint24(frame.width - 1),
        uint24(frame.height - 1),
        uint24(frame.milliseconds),
        Buffer.from([REPLACE]),
        imageData(frame.picture),
      ),
    ),
  )
