/** What code may not say, file by file. */
import { type Node, nodeRule, type Rule, textOf } from "./source.ts"

const isName = (node: Node, ...names: ReadonlyArray<string>): boolean =>
  node.type === "Identifier" && names.includes(node.name)

/** `object.property` as `"object.property"`, for plain names. */
const memberOf = (node: Node): string | undefined =>
  node.type === "MemberExpression" &&
  node.object.type === "Identifier" &&
  node.property.type === "Identifier"
    ? `${node.object.name}.${node.property.name}`
    : undefined

const STATEMENT =
  /^\s*(SELECT|INSERT|CREATE|ALTER|DROP|DELETE(?! \/)|UPDATE|WITH|SET|OPTIMIZE|SYSTEM|KILL|TRUNCATE|SHOW|DESCRIBE|RENAME|GRANT|ATTACH|DETACH|EXCHANGE)\s/

const sqlStaysInSql = nodeRule({
  name: "SQL stands in files of sql/",
  except: {
    "warehouse/embedded.ts":
      "settings of a connection as it opens: here they cannot travel beside a statement",
    "warehouse/embedded-downloads.ts": "the same",
    "warehouse/embedded-reads.ts": "the same",
    "warehouse/sql-files.ts": "what a placeholder of sql/ stands for in each engine",
  },
  applies: ({ path, forTests }) => !forTests && !path.startsWith("scripts/tidy/"),
  detect: (node) => {
    const text =
      node.type === "Literal" ? node.value : node.type === "TemplateElement" ? node.value.raw : ""
    return typeof text === "string" && STATEMENT.test(text) ? text.slice(0, 40) : undefined
  },
  bad: [
    { "api/usage.ts": 'const q = "SELECT 1"' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet of code, not a template
    { "warehouse/x.ts": "const q = `\n  INSERT INTO ${table} VALUES`" },
  ],
  good: [
    {
      "api/usage.ts":
        'const method = "DELETE"; const t = "Selected days"; const u = "WITHOUT"; const v = "DELETE /v1/keys"',
    },
    { "api/usage.test.ts": 'const q = "SELECT 1"' },
  ],
})

const MAIN = /(^|\/)main\.ts$|^scripts\/[\w-]+\.mjs$/

const environmentAtTheEdge = nodeRule({
  name: "only main files, and tests that start processes, read the environment",
  applies: ({ path, forTests }) => !forTests && !MAIN.test(path),
  detect: (node, source) => {
    const destructured =
      node.type === "VariableDeclarator" &&
      node.init?.type === "Identifier" &&
      node.init.name === "process" &&
      /\benv\b/.test(textOf(node.id, source))
    const imported =
      node.type === "ImportDeclaration" &&
      /^(node:)?process$/.test(node.source.value) &&
      /\benv\b/.test(textOf(node, source))
    return memberOf(node) === "process.env" ||
      memberOf(node) === "Bun.env" ||
      destructured ||
      imported
      ? textOf(node, source)
      : undefined
  },
  bad: [
    { "api/config.ts": "const port = process.env.PORT" },
    { "api/config.ts": "const { env } = process" },
    { "api/config.ts": 'import { env } from "node:process"' },
  ],
  good: [{ "api/main.ts": "const e = process.env" }, { "api/x.ts": "const e = process.pid" }],
})

const CREDITS =
  /credit|balance|spen[dt]|amount|allowance|purchase|refund|bonus|decimal|millionth|lifetime\.|\bused\b/i

const creditsStayExact = nodeRule({
  name: "credits never become binary floating point",
  except: {
    "dashboard/skyline-bars.ts": "heights of bars in pixels",
    "warehouse/domain/overview.ts": "whole days of runway",
  },
  applies: ({ forTests }) => !forTests,
  detect: (node, source) => {
    if (node.type === "CallExpression") {
      const callee = textOf(node.callee, source)
      if (/^(Number\.)?parseFloat$/.test(callee)) return callee
      const converts = /^(Number|Number\.parseInt|parseInt)$/.test(callee)
      const given = node.arguments.map((argument) => textOf(argument, source)).join()
      if (converts && CREDITS.test(given)) return textOf(node, source)
    }
    const unary = node.type === "UnaryExpression" && node.operator === "+"
    return unary && CREDITS.test(textOf(node.argument, source)) ? textOf(node, source) : undefined
  },
  bad: [
    { "api/usage.ts": "const x = parseFloat(text)" },
    { "api/usage.ts": "const x = Number.parseFloat(text)" },
    { "api/usage.ts": "const x = Number(row.credits)" },
    { "api/usage.ts": "const x = +overview.balance" },
  ],
  good: [
    { "api/usage.ts": "const x = Math.max(Number(row.count), +row.entries)" },
    { "api/usage.test.ts": "const x = Number(row.credits)" },
  ],
})

const timeFromTheClock = nodeRule({
  name: "time comes from the clock",
  applies: ({ forTests }) => !forTests,
  detect: (node, source) => {
    const made =
      (node.type === "NewExpression" || node.type === "CallExpression") &&
      isName(node.callee, "Date")
    const read = ["Date.now", "DateTime.nowUnsafe"].includes(memberOf(node) ?? "")
    return made || read ? textOf(node, source) : undefined
  },
  bad: [
    { "api/usage.ts": "const now = new Date()" },
    { "api/usage.ts": "const now = Date.now()" },
    { "api/usage.ts": "const now = [0].map(Date.now)" },
    { "api/usage.ts": "const text = Date()" },
    { "api/usage.ts": "const now = DateTime.nowUnsafe()" },
  ],
  good: [
    { "api/usage.ts": "const x = Date.UTC(2026, 1) + Date.parse(text)" },
    { "api/usage.test.ts": "const now = new Date()" },
  ],
})

const noMocks = nodeRule({
  name: "no module is mocked",
  applies: () => true,
  detect: (node) => {
    const member = memberOf(node)
    return /^vi\.(mock|doMock|hoisted)$/.test(member ?? "") ? member : undefined
  },
  bad: [{ "api/usage.test.ts": 'vi.mock("./x.ts")' }, { "a.test.ts": 'vi.doMock("./x.ts")' }],
  good: [{ "api/usage.test.ts": "vi.useFakeTimers()" }],
})

const everyTestRuns = nodeRule({
  name: "every test runs",
  applies: () => true,
  detect: (node, source) => {
    if (node.type !== "CallExpression") return undefined
    const callee = textOf(node.callee, source)
    return /^(it|test|describe|suite|bench)\b.*\.(only|skip|todo|skipIf|runIf)\b|^(xit|xdescribe|xtest|fit|fdescribe)$/s.test(
      callee,
    )
      ? callee.split("\n")[0]
      : undefined
  },
  bad: [
    { "a.test.ts": 'it.only("x", () => {})' },
    { "a.test.ts": 'test.skip("x", () => {})' },
    { "a.test.ts": 'describe.todo("x")' },
    { "a.test.ts": 'it.effect.skip("x", () => {})' },
    { "a.test.ts": 'it.skipIf(ci)("x", () => {})' },
    { "a.test.ts": 'xit("x", () => {})' },
  ],
  good: [{ "a.test.ts": 'it("x", () => list.skip(1)); stream.only("x"); it.effect("y", f)' }],
})

export const codeRules: ReadonlyArray<Rule> = [
  sqlStaysInSql,
  environmentAtTheEdge,
  creditsStayExact,
  timeFromTheClock,
  noMocks,
  everyTestRuns,
]
