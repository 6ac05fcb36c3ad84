/** What no line and no comment may hold. */
import { parseSync } from "vite"
import { type Finding, lineRule, type Rule, walk } from "./source.ts"

const nothingLeftToDo = lineRule({
  name: "what is left to do stands in the issues, not in the code",
  except: { "sql/queries/download-focus.sql": "the code that ISO 4217 has for no currency" },
  applies: (path) => !path.startsWith("scripts/tidy/") && !path.endsWith(".md"),
  pattern: /\b(TODO|FIXME|XXX|HACK)\b/,
  bad: [{ "a.ts": "const x = 1 // TODO: later" }, { "sql/a.sql": "-- FIXME" }],
  good: [{ "a.ts": "const todo = 1" }],
})

const nothingOfThisMachine = lineRule({
  name: "no file names a package registry or a folder of somebody's machine",
  applies: (path) => !path.startsWith("scripts/tidy/"),
  pattern:
    /\bregistry\.[a-z]+\.|\brepo\d?\.maven\b|["'`\s(=](\/home\/\w|\/root\/|\/Users\/\w|\/work\/)/,
  bad: [
    { ".npmrc": "registry=https://registry.example.org/" },
    { "package-lock.json": '"resolved": "https://registry.example.com/x.tgz"' },
    { "a.ts": 'const path = "/home/somebody/tidemark"' },
    { "docs/a.md": "cd /root/tidemark" },
  ],
  good: [{ "docs/a.md": "the registry. See api/home/x and https://example.com/work/ too" }],
})

/** Statements that nobody writes by accident when writing a sentence. */
const CODE_STATEMENTS = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "VariableDeclaration",
  "FunctionDeclaration",
  "ReturnStatement",
  "IfStatement",
  "ForStatement",
  "ForOfStatement",
])
const CODE_EXPRESSIONS = new Set(["CallExpression", "AssignmentExpression", "AwaitExpression"])

const isCode = (text: string): boolean => {
  const { program, errors } = parseSync("comment.tsx", text)
  if (errors.length > 0) return false
  let found = false
  walk(program, (node) => {
    if (CODE_STATEMENTS.has(node.type)) found = true
    if (node.type === "ExpressionStatement" && CODE_EXPRESSIONS.has(node.expression.type))
      found = true
  })
  return found
}

const noCodeInComments: Rule = {
  name: "no code is commented out",
  find: ({ code }) =>
    code.flatMap(({ path, text, parsed, lineAt }) => {
      const blocks: Array<{ start: number; end: number; value: string }> = []
      for (const { type, value, start, end } of parsed.comments) {
        if (type === "Block" && value.startsWith("*")) continue
        const last = blocks.at(-1)
        if (type === "Line" && last !== undefined && /^\s*$/.test(text.slice(last.end, start))) {
          last.value += `\n${value}`
          last.end = end
        } else blocks.push({ value, start, end })
      }
      return blocks.flatMap(({ value, start }): Finding[] => {
        const what = [value, ...value.split("\n")].find(isCode)
        return what === undefined ? [] : [{ path, line: lineAt(start), what: what.trim() }]
      })
    }),
  bad: [
    { "a.ts": "// const x = 1" },
    { "a.ts": "// The old way:\n// if (x) {\n//   run(x)\n// }" },
    { "a.ts": "/* run(x) */" },
    { "a.ts": "// retry(batch)" },
  ],
  good: [
    { "a.ts": "// Once renamed the file counts, whatever `sync(directory)` says." },
    { "a.ts": "/** Gives `{ a: 1 }`. */\nconst x = 1 // newest" },
  ],
}

export const textRules: ReadonlyArray<Rule> = [
  nothingLeftToDo,
  nothingOfThisMachine,
  noCodeInComments,
]
