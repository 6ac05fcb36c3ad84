/** The documents as their readers find them: texts, and the code that stands in them. */
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"

export const root = join(import.meta.dirname, "..", "..")

export const readDocument = (path: string): string => readFileSync(join(root, path), "utf8")

/** Paths of all documents of the project. */
export const documents = (): ReadonlyArray<string> =>
  globSync(["*.md", "docs/**/*.md", "sql/*.md", "ingest/**/*.md"], { cwd: root }).sort()

export interface CodeBlock {
  /** What stands behind the fence: `sh`, `js`, or nothing. */
  readonly language: string
  readonly code: string
}

export const codeBlocks = (text: string): ReadonlyArray<CodeBlock> =>
  [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({
    language,
    code,
  }))

/** The one block of the README in this language that holds the text. */
export const readmeBlock = (language: string, holding: string): string => {
  const found = codeBlocks(readDocument("README.md")).filter(
    (block) => block.language === language && block.code.includes(holding),
  )
  const [block] = found
  if (block === undefined || found.length > 1)
    throw new Error(`${found.length} ${language} blocks of README.md hold "${holding}"`)
  return block.code
}
