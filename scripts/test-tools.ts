import { aptInstall, mayInstall } from "./apt.ts"
import { findChromium } from "./chromium.ts"
import { javaVersion } from "./java.ts"
import { prepareKafka } from "./kafka-broker.ts"
import { MissingTool } from "./missing-tool.ts"

type Say = (line: string) => void

/** What the tests need beyond the npm packages, and what stands in the way of it. */
export interface TestTools {
  /** The path of a Chromium. */
  readonly chromium: string | undefined
  /** A sentence for each project of the test configuration that cannot run here. */
  readonly lacking: ReadonlyMap<"browser" | "kafka", string>
}

// The fonts hold the glyphs that repeat in shape what a colour says; a bare machine has none.
const chromiumPackages = ["chromium", "fonts-liberation", "fonts-dejavu-core"]
const javaPackages = [["openjdk-17-jre-headless"], ["openjdk-21-jre-headless"]]
const mavenPackages = [["maven"]]

/** Finds Chromium, Java and Kafka's jars, and installs what the machine lets it install. */
export const prepareTestTools = async (
  options: { readonly chromiumPath: string | undefined },
  say: Say,
): Promise<TestTools> => {
  const lacking = new Map<"browser" | "kafka", string>()
  const attempt = <A>(project: "browser" | "kafka", prepared: Promise<A>) =>
    prepared.catch((error: Error) => {
      lacking.set(project, error.message)
      return undefined
    })
  const chromium = await attempt(
    "browser",
    withPackages(() => requireChromium(options.chromiumPath), [chromiumPackages], say),
  )
  await attempt("kafka", requireKafka(say))
  return { chromium, lacking }
}

const requireChromium = async (given: string | undefined): Promise<string> => {
  const found = await findChromium(given)
  if (found !== undefined) return found
  if (given) throw new Error(`CHROMIUM_PATH is ${given}, but no Chromium answers there.`)
  throw new MissingTool(
    "The browser tests need Chromium; install chromium, or set CHROMIUM_PATH to the path of one.",
  )
}

const requireKafka = async (say: Say) => {
  await withPackages(javaVersion, javaPackages, say)
  await withPackages(() => prepareKafka(say), mavenPackages, say)
}

/** Tries again after each set of packages that could be installed; the first one that helps ends it. */
const withPackages = async <A>(
  prepare: () => Promise<A>,
  sets: ReadonlyArray<ReadonlyArray<string>>,
  say: Say,
): Promise<A> => {
  for (const packages of sets) {
    try {
      return await prepare()
    } catch (error) {
      if (!(error instanceof MissingTool) || !(await mayInstall())) throw error
      const failure = await aptInstall(packages, say)
      if (failure !== undefined) say(`apt-get could not: ${failure}`)
    }
  }
  return prepare()
}
