import { expect, it } from "vitest"
import { likelyExports, readManifest, sortDropped } from "./check-file.ts"
import { exportJob, manifest } from "./testing/exports.ts"

const file = (name: string, text: string) => new File([text], name)
const beside = file("a.manifest.json", JSON.stringify(manifest))

it("tells the file from its manifest, in whatever order they come", async () => {
  const csv = file("a.csv", "id\n1\n")
  expect(await sortDropped([beside, csv])).toEqual({ file: csv, manifest })
  expect(await sortDropped([csv])).toEqual({ file: csv, manifest: null })
  expect(await sortDropped([beside])).toEqual({ problem: "onlyManifest" })
  expect(await sortDropped([csv, file("b.csv", "")])).toEqual({ problem: "tooMany" })
})

it("takes no other JSON for a manifest", async () => {
  for (const text of ["{}", "[1]", "null", "{", '{"manifest":2,"signature":"x"}'])
    expect(await readManifest(file("x.json", text))).toBe(null)
  expect(await readManifest(file("x.csv", JSON.stringify(manifest)))).toBe(null)
})

it("puts the exports that a file may have been in order, its name first", () => {
  const other = exportJob({ id: "b", file_name: "b.csv" })
  const named = exportJob({ id: "a", file_name: "a.csv" })
  const measured = { name: "a (1).csv", bytes: 1, sha256: "0" }
  const failed = exportJob({ id: "c", state: "failed" })
  expect(likelyExports([other, failed, named], measured).map(({ id }) => id)).toEqual(["a", "b"])
})
