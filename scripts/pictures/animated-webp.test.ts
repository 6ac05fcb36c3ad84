import { expect, it } from "vitest"
import { animatedWebp } from "./animated-webp.ts"

/** A still file: its head, what only whole files have, and its image. */
const still = (image: string) => {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(image.length)
  const padding = Buffer.alloc(image.length % 2)
  return Buffer.concat([
    Buffer.from("RIFF\0\0\0\0WEBP"),
    Buffer.from("VP8X\n\0\0\0"),
    Buffer.alloc(10),
    Buffer.from("VP8 "),
    size,
    Buffer.from(image),
    padding,
  ])
}

const chunksOf = (bytes: Buffer) => {
  const chunks: Array<readonly [string, Buffer]> = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    chunks.push([bytes.toString("latin1", at, at + 4), bytes.subarray(at + 8, at + 8 + length)])
    at += 8 + length + (length % 2)
  }
  return chunks
}

it("places each frame in the picture, for its time, with its image alone", () => {
  const size = { width: 960, height: 600 }
  const file = animatedWebp(size, [
    { left: 0, top: 0, width: 960, height: 600, milliseconds: 1500, picture: still("whole") },
    { left: 10, top: 20, width: 31, height: 41, milliseconds: 70_000, picture: still("part") },
  ])
  expect(file.readUInt32LE(4)).toBe(file.length - 8)
  expect(file.toString("latin1", 8, 12)).toBe("WEBP")
  const [head, animation, ...frames] = chunksOf(file.subarray(12))
  expect([head?.[0], animation?.[0]]).toEqual(["VP8X", "ANIM"])
  expect([head?.[1].readUIntLE(4, 3), head?.[1].readUIntLE(7, 3)]).toEqual([959, 599])
  expect(head?.[1][0]).toBe(2)
  expect(
    frames.map(([name, data]) => [
      name,
      ...[0, 3, 6, 9, 12].map((at) => data.readUIntLE(at, 3)),
      chunksOf(data.subarray(16)).map(([inner, image]) => `${inner}${image}`),
    ]),
  ).toEqual([
    ["ANMF", 0, 0, 959, 599, 1500, ["VP8 whole"]],
    ["ANMF", 5, 10, 30, 40, 70_000, ["VP8 part"]],
  ])
})
