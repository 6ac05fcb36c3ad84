import { createHash } from "node:crypto"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { MissingTool } from "./missing-tool.ts"
import { runCommand } from "./run-command.ts"

const here = fileURLToPath(new URL(".", import.meta.url))
const cache = join(here, "..", ".cache", "kafka")
const copyJars = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"

/**
 * The folder with the broker's jars, fetched through Maven the first time and checked against the
 * checksums in kafka-jars.sha256. MissingTool without Maven, an Error when the fetch fails.
 */
export const kafkaJars = async (say: (line: string) => void): Promise<string> => {
  const list = readFileSync(join(here, "kafka-jars.sha256"), "utf8")
  const wanted = parseChecksums(list)
  const folder = join(cache, createHash("sha256").update(list).digest("hex").slice(0, 12))
  if (existsSync(folder)) return folder
  if ((await runCommand("mvn", ["--version"])).code !== 0)
    throw new MissingTool("Kafka's jars are fetched with Maven (mvn on PATH); install maven.")
  say("fetching Kafka (44 MB, through Maven) ...")
  mkdirSync(cache, { recursive: true })
  const fresh = mkdtempSync(join(cache, "fetching-"))
  try {
    await fetchJars(fresh)
    for (const [jar, checksum] of wanted) verify(join(fresh, jar), checksum)
    moveUnlessThere(fresh, folder)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return folder
}

/** The class path in a fixed order: a class archive is only good for the order it was made with. */
export const classPath = (folder: string): string =>
  [...parseChecksums(readFileSync(join(here, "kafka-jars.sha256"), "utf8")).keys()]
    .map((jar) => join(folder, jar))
    .join(":")

/** Reads the form of `sha256sum`: a checksum, two spaces, a file name; one a line. */
export const parseChecksums = (list: string): ReadonlyMap<string, string> => {
  const checksums = new Map<string, string>()
  for (const line of list.trimEnd().split("\n")) {
    const [, checksum, name] = /^([0-9a-f]{64}) {2}([\w.-]+)$/.exec(line) ?? []
    if (checksum === undefined || name === undefined) throw new Error(`not a checksum: ${line}`)
    checksums.set(name, checksum)
  }
  return checksums
}

const fetchJars = async (folder: string) => {
  const pom = join(here, "kafka-pom.xml")
  const scope = ["-DincludeScope=runtime", `-DoutputDirectory=${folder}`]
  const { code, output } = await runCommand("mvn", [
    "-B",
    "-ntp",
    "-q",
    "-f",
    pom,
    copyJars,
    ...scope,
  ])
  if (code !== 0) throw new Error(`Maven could not fetch Kafka's jars:\n${output.trim()}`)
}

const verify = (jar: string, checksum: string) => {
  if (!existsSync(jar)) throw new Error(`Maven did not bring ${jar}`)
  if (createHash("sha256").update(readFileSync(jar)).digest("hex") !== checksum)
    throw new Error(`${jar} is not the file that kafka-jars.sha256 names`)
}

const moveUnlessThere = (fresh: string, folder: string) => {
  try {
    renameSync(fresh, folder)
  } catch (error) {
    // Somebody else's complete folder is as good as ours.
    if (!existsSync(folder)) throw error
  }
}
