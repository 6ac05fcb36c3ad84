/** A zip archive that is made while it is sent, each file at the pace of whoever reads. */
import { pipeline, Readable } from "node:stream"
import { crc32, createDeflateRaw } from "node:zlib"

export interface ZipFile {
  readonly path: string
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

/** Sizes and places are 32 bits: what needs more is not an archive that everybody reads. */
const BYTES_MAX = 0xffff_ffff
const VERSION = 20
/** Sizes follow behind a file; names are UTF-8. */
const FLAGS = 0x0808
const DEFLATED = 8
/** 1 January 1980, midnight: where the format's time begins. Equal contents make equal files. */
const TIME = 0
const DATE = 0x21

interface Sizes {
  crc: number
  packed: number
  plain: number
}

const fields = (...values: ReadonlyArray<readonly [bytes: 2 | 4, value: number]>): Buffer => {
  const buffer = Buffer.alloc(values.reduce((sum, [bytes]) => sum + bytes, 0))
  let offset = 0
  for (const [bytes, value] of values) offset = buffer.writeUIntLE(value, offset, bytes)
  return buffer
}

const localHeader = (name: Buffer): Buffer =>
  Buffer.concat([
    fields([4, 0x04034b50], [2, VERSION], [2, FLAGS], [2, DEFLATED], [2, TIME], [2, DATE]),
    fields([4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]),
    name,
  ])

const descriptor = ({ crc, packed, plain }: Sizes): Buffer =>
  fields([4, 0x08074b50], [4, crc], [4, packed], [4, plain])

const centralHeader = (name: Buffer, { crc, packed, plain }: Sizes, place: number): Buffer =>
  Buffer.concat([
    fields([4, 0x02014b50], [2, VERSION], [2, VERSION], [2, FLAGS], [2, DEFLATED]),
    fields([2, TIME], [2, DATE], [4, crc], [4, packed], [4, plain], [2, name.length]),
    fields([2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, place]),
    name,
  ])

const end = (count: number, bytes: number, place: number): Buffer =>
  fields(
    ...([
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
    ] as const),
    ...([
      [4, bytes],
      [4, place],
      [2, 0],
    ] as const),
  )

async function* packed(file: ZipFile, sizes: Sizes): AsyncGenerator<Uint8Array> {
  async function* plain() {
    for await (const piece of file.pieces) {
      sizes.crc = crc32(piece, sizes.crc)
      sizes.plain += piece.length
      yield piece
    }
  }
  const deflate = createDeflateRaw({ level: 1 })
  // What fails on the way is thrown by the loop.
  pipeline(Readable.from(plain(), { objectMode: false, highWaterMark: 1 }), deflate, () => {})
  for await (const piece of deflate as AsyncIterable<Buffer>) {
    sizes.packed += piece.length
    yield piece
  }
}

export async function* zipPieces(files: Iterable<ZipFile>): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = []
  let place = 0
  for (const file of files) {
    const name = Buffer.from(file.path)
    const sizes: Sizes = { crc: 0, packed: 0, plain: 0 }
    const header = localHeader(name)
    const begin = place
    yield header
    yield* packed(file, sizes)
    place += header.length + sizes.packed
    if (place > BYTES_MAX || sizes.plain > BYTES_MAX)
      throw new Error(`${file.path} is larger than a zip archive holds`)
    const sum = descriptor(sizes)
    yield sum
    place += sum.length
    directory.push(centralHeader(name, sizes, begin))
  }
  const central = Buffer.concat(directory)
  yield Buffer.concat([central, end(directory.length, central.length, place)])
}
