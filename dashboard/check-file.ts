/** Whether a file is what an export made: what was dropped, which export it is, and what the API says. */

import type { Checked, ExportJob, Manifest } from "#api/contract.ts"
import { ProblemError } from "./api-call.ts"
import { exportsClient } from "./exports-client.ts"
import { sha256OfFile } from "./sha256.ts"

/** A manifest has a few kilobytes. */
const MANIFEST_BYTES_MAX = 256 * 1024

const isManifest = (value: unknown): value is Manifest =>
  typeof value === "object" &&
  value !== null &&
  "manifest" in value &&
  value.manifest === 1 &&
  "signature" in value &&
  typeof value.signature === "string"

/** Null: it is none. */
export const readManifest = async (file: File): Promise<Manifest | null> => {
  if (file.size > MANIFEST_BYTES_MAX || !file.name.endsWith(".json")) return null
  try {
    const value: unknown = JSON.parse(await file.text())
    return isManifest(value) ? value : null
  } catch {
    return null
  }
}

export type Dropped =
  | { readonly file: File; readonly manifest: Manifest | null }
  | { readonly problem: "tooMany" | "onlyManifest" }

/** Of what was dropped: the file, and its manifest where that came along. */
export const sortDropped = async (files: ReadonlyArray<File>): Promise<Dropped> => {
  const read = await Promise.all(
    files.map(async (file) => ({ file, manifest: await readManifest(file) })),
  )
  const manifests = read.flatMap(({ manifest }) => manifest ?? [])
  const others = read.filter(({ manifest }) => manifest === null)
  const [first] = others
  if (first === undefined) return { problem: "onlyManifest" }
  if (others.length > 1 || manifests.length > 1) return { problem: "tooMany" }
  return { file: first.file, manifest: manifests[0] ?? null }
}

/** What is known of a file without sending it anywhere. */
export interface Measured {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export const measure = async (file: File, onShare: (share: number) => void): Promise<Measured> => ({
  name: file.name,
  bytes: file.size,
  sha256: await sha256OfFile(file, (bytes) => onShare(file.size === 0 ? 1 : bytes / file.size)),
})

/** `a (1).csv` is what a browser makes of `a.csv` when there is one already. */
const plainName = (name: string) => name.replace(/ \(\d+\)(?=\.\w+$)/, "")

/** Its export by its bytes; `undefined` where none that is kept has them. */
export const exportOfBytes = (
  jobs: ReadonlyArray<ExportJob>,
  { sha256 }: Measured,
): ExportJob | undefined => jobs.find((job) => job.sha256 === sha256)

/** Those that it may have been, by its name first. */
export const likelyExports = (
  jobs: ReadonlyArray<ExportJob>,
  { name }: Measured,
): ReadonlyArray<ExportJob> => {
  const kept = jobs.filter(({ state }) => state === "done")
  const isNamed = (job: ExportJob) => job.file_name === plainName(name)
  return [...kept.filter(isNamed), ...kept.filter((job) => !isNamed(job))]
}

export interface CheckedFile {
  readonly measured: Measured
  readonly manifest: Manifest
  /** Null: the manifest was not written by this server as it is. */
  readonly checked: Checked | null
}

export const checkFile = async (measured: Measured, manifest: Manifest): Promise<CheckedFile> => {
  const { bytes, sha256 } = measured
  try {
    return {
      ...{ measured, manifest },
      checked: await exportsClient.check({ manifest, bytes, sha256 }),
    }
  } catch (error) {
    const isForged =
      error instanceof ProblemError &&
      error.problem.errors?.some(({ code }) => code === "not_genuine") === true
    if (!isForged) throw error
    return { measured, manifest, checked: null }
  }
}
