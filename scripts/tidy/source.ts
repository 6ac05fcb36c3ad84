/** The project's own files, read and parsed once for the rules of `tidy.test.ts`. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type ESTree, parseSync } from "vite"

export type Node = ESTree.Node

export interface Source {
  /** From the project's root, with slashes. */
  readonly path: string
  readonly text: string
  /** Tests, and what only tests and benchmarks import. */
  readonly forTests: boolean
  readonly parsed: ReturnType<typeof parseSync>
  readonly lineAt: (offset: number) => number
}

export interface Tree {
  readonly code: ReadonlyArray<Source>
  /** Every text file by path, code among them. */
  readonly texts: ReadonlyMap<string, string>
}

export interface Finding {
  readonly path: string
  readonly line: number
  readonly what: string
}

/** Files by path. */
export type Files = Readonly<Record<string, string>>

export interface Rule {
  /** What holds, as a sentence. */
  readonly name: string
  /** Files that may break the rule, with the reason. */
  readonly except?: Readonly<Record<string, string>>
  readonly find: (tree: Tree) => ReadonlyArray<Finding>
  /** Each of these breaks the rule. */
  readonly bad: ReadonlyArray<Files>
  /** Each of these looks as if it did. */
  readonly good: ReadonlyArray<Files>
}

const CODE = /\.(tsx?|mjs|js)$/
const TEXT =
  /\.(tsx?|mjs|js|css|html|svg|sql|md|json|ya?ml|xml|sha256|example)$|^\.(npmrc|gitignore)$/
const SKIPPED = new Set(["node_modules", "dist", "data", ".git", ".cache", "coverage"])

export const treeOf = (files: Files): Tree => ({
  code: Object.entries(files).flatMap(([path, text]) =>
    CODE.test(path) ? [sourceOf(path, text)] : [],
  ),
  texts: new Map(Object.entries(files)),
})

/** Everything below `root` that somebody wrote. Throws where a file cannot be parsed. */
export const readTree = (root: string): Tree => {
  const top = readdirSync(root, { withFileTypes: true }).filter(({ name }) => !SKIPPED.has(name))
  const paths = top.flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name]
    const below = readdirSync(join(root, entry.name), { recursive: true, withFileTypes: true })
    return below
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name).slice(root.length + 1))
  })
  const texts = paths.filter((path) => TEXT.test(path) || path.startsWith(".ci/"))
  return treeOf(
    Object.fromEntries(texts.sort().map((path) => [path, readFileSync(join(root, path), "utf8")])),
  )
}

const sourceOf = (path: string, text: string): Source => {
  const parsed = parseSync(path, text)
  const [error] = parsed.errors
  if (error !== undefined) throw new Error(`${path} cannot be parsed: ${error.message}`)
  return {
    path,
    text,
    forTests: /\.test\.tsx?$|(^|\/)(testing|e2e)\//.test(path),
    parsed,
    lineAt: (offset) => text.slice(0, offset).split("\n").length,
  }
}

/** Calls `visit` with every node below `node`, itself included. */
export const walk = (node: unknown, visit: (node: Node) => void): void => {
  if (Array.isArray(node)) for (const child of node) walk(child, visit)
  else if (typeof node === "object" && node !== null) {
    if ("type" in node) visit(node as Node)
    for (const child of Object.values(node)) walk(child, visit)
  }
}

/** A rule about single nodes of the code that `applies` picks. `detect` says what is wrong with one. */
export const nodeRule = (
  rule: Omit<Rule, "find"> & {
    readonly applies: (source: Source) => boolean
    readonly detect: (node: Node, source: Source) => string | undefined
  },
): Rule => ({
  ...rule,
  find: ({ code }) =>
    code.filter(rule.applies).flatMap((source) => {
      const findings: Finding[] = []
      walk(source.parsed.program, (node) => {
        const what = rule.detect(node, source)
        if (what !== undefined)
          findings.push({ path: source.path, line: source.lineAt(node.start), what })
      })
      return findings
    }),
})

/** A rule about single lines of the text files that `applies` picks. */
export const lineRule = (
  rule: Omit<Rule, "find"> & {
    readonly applies: (path: string) => boolean
    readonly pattern: RegExp
  },
): Rule => ({
  ...rule,
  find: ({ texts }) =>
    [...texts]
      .filter(([path]) => rule.applies(path))
      .flatMap(([path, text]) =>
        text.split("\n").flatMap((line, index) => {
          const what = rule.pattern.exec(line)?.[0]
          return what === undefined ? [] : [{ path, line: index + 1, what }]
        }),
      ),
})

/** The text of a node. */
export const textOf = (node: Node, { text }: Source): string => text.slice(node.start, node.end)
