import { MissingTool } from "./missing-tool.ts"
import { runCommand } from "./run-command.ts"

const javaMajorMin = 17

/** The version text of the `java` on PATH, such as "17.0.15"; MissingTool when below 17. */
export const javaVersion = async (): Promise<string> => {
  const { code, output } = await runCommand("java", ["-version"])
  const version = code === 0 ? parseJavaVersion(output) : undefined
  if (version !== undefined && version.major >= javaMajorMin) return version.text
  const found = version === undefined ? "no java was found" : `java ${version.text} is older`
  throw new MissingTool(
    `Kafka needs Java ${javaMajorMin} or newer on PATH, but ${found}; install a runtime such as ` +
      `openjdk-${javaMajorMin}-jre-headless.`,
  )
}

/** Reads the first line of `java -version`, in today's form and in that of Java 8 ("1.8.0_392"). */
export const parseJavaVersion = (
  output: string,
): { readonly major: number; readonly text: string } | undefined => {
  const text = /version "([^"]+)"/.exec(output)?.[1]
  const [, first, second] = /^(\d+)(?:\.(\d+))?/.exec(text ?? "") ?? []
  if (text === undefined || first === undefined) return undefined
  return { major: Number(first === "1" ? second : first), text }
}
