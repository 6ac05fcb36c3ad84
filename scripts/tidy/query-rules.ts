/** That the files of `sql/queries` and the modules that use them fit together. */
import { type Finding, type Node, type Rule, type Source, type Tree, walk } from "./source.ts"

const FOLDER = "sql/queries/"

interface Use {
  readonly source: Source
  readonly query: string
  readonly line: number
  /** The name that holds the statement in its module, where it has one. */
  readonly variable: string | undefined
}

const queriesOf = ({ texts }: Tree): ReadonlyMap<string, string> =>
  new Map(
    [...texts].flatMap(([path, text]) =>
      path.startsWith(FOLDER) && path.endsWith(".sql")
        ? [[path.slice(FOLDER.length, -".sql".length), text] as const]
        : [],
    ),
  )

/** The name of the file that `sqlQuery("name")` loads. */
const loaded = (node: Node | null | undefined): string | undefined => {
  if (node?.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined
  const [argument] = node.arguments
  return node.callee.name === "sqlQuery" && argument?.type === "Literal"
    ? String(argument.value)
    : undefined
}

const usesIn = (source: Source): ReadonlyArray<Use> => {
  const variables = new Map<Node, string>()
  const uses: Use[] = []
  walk(source.parsed.program, (node) => {
    if (node.type === "VariableDeclarator" && node.init && node.id.type === "Identifier")
      variables.set(node.init, node.id.name)
    const query = loaded(node)
    if (query !== undefined)
      uses.push({ source, query, line: source.lineAt(node.start), variable: variables.get(node) })
  })
  return uses
}

const everyQueryIsUsed: Rule = {
  name: "every query file is used by a module, and every used one exists",
  find: (tree) => {
    const files = queriesOf(tree)
    const uses = tree.code.filter(({ forTests }) => !forTests).flatMap(usesIn)
    const unused = [...files.keys()]
      .filter((name) => !uses.some(({ query }) => query === name))
      .map((name) => ({ path: `${FOLDER}${name}.sql`, line: 1, what: "no module uses it" }))
    const missing = uses
      .filter(({ query }) => !files.has(query))
      .map(({ source, line, query }) => ({ path: source.path, line, what: `${query} is missing` }))
    return [...unused, ...missing]
  },
  bad: [
    { "sql/queries/a.sql": "SELECT 1", "warehouse/a.ts": "" },
    { "warehouse/a.ts": 'const a = sqlQuery("a")' },
    { "sql/queries/a.sql": "SELECT 1", "warehouse/a.test.ts": 'const a = sqlQuery("a")' },
  ],
  good: [{ "sql/queries/a.sql": "SELECT 1", "warehouse/a.ts": 'const a = sqlQuery("a")' }],
}

const withoutComments = (sql: string) => sql.replace(/--.*$/gm, "")

const parametersOf = (sql: string): ReadonlySet<string> =>
  new Set([...withoutComments(sql).matchAll(/\{(\w+):[^{}]+\}/g)].map(([, name]) => name as string))

const parametersAreTyped: Rule = {
  name: "every query says first what it answers, and types its parameters",
  find: (tree) =>
    [...queriesOf(tree)].flatMap(([name, text]): Finding[] => {
      const path = `${FOLDER}${name}.sql`
      const untyped = /(?<!\{)\{\s*\w*\s*\}(?!\})|\$\{|\?(?=[\s,)]|$)/.exec(
        withoutComments(text),
      )?.[0]
      const statements = withoutComments(text)
        .trim()
        .replace(/;$/, "")
        .split(/;\s*\n/)
      return [
        ...(text.startsWith("-- ") ? [] : [{ path, line: 1, what: "no header" }]),
        ...(untyped === undefined ? [] : [{ path, line: 1, what: untyped }]),
        ...(statements.length === 1 ? [] : [{ path, line: 1, what: "more than one statement" }]),
      ]
    }),
  bad: [
    { "sql/queries/a.sql": "SELECT 1" },
    { "sql/queries/a.sql": "-- One.\nSELECT {account}" },
    { "sql/queries/a.sql": "-- Two.\nSELECT 1;\nSELECT 2;" },
  ],
  good: [{ "sql/queries/a.sql": "-- One.\nSELECT {a:String}, {b:Array(UInt32)}\n{{rows}};" }],
}

/** The keys of an object literal, or undefined where some of them come from elsewhere. */
const keysOf = (node: Node | undefined): ReadonlySet<string> | undefined => {
  if (node?.type !== "ObjectExpression") return undefined
  const keys = node.properties.map((property) =>
    property.type === "Property" && property.key.type === "Identifier" && !property.computed
      ? property.key.name
      : undefined,
  )
  return keys.every((key) => key !== undefined) ? new Set(keys) : undefined
}

/** The objects of parameters that a module passes along with a statement, as far as they are written out. */
const passedWith = ({ source, variable }: Use): ReadonlyArray<ReadonlySet<string>> => {
  const objects: Array<ReadonlySet<string>> = []
  walk(source.parsed.program, (node) => {
    if (node.type !== "CallExpression") return
    const at = node.arguments.findIndex(
      (argument) => argument.type === "Identifier" && argument.name === variable,
    )
    const keys = at < 0 ? undefined : keysOf(node.arguments[at + 1])
    if (keys !== undefined) objects.push(keys)
  })
  return objects
}

/** Every name that the module and those it imports give a property: parameters made elsewhere are among them. */
const namedBy = (source: Source, tree: Tree): ReadonlySet<string> => {
  const names = new Set<string>()
  const folder = source.path.slice(0, source.path.lastIndexOf("/") + 1)
  const near = source.parsed.module.staticImports.map(
    ({ moduleRequest }) => folder + moduleRequest.value.replace("./", ""),
  )
  for (const { path, parsed } of tree.code)
    if (path === source.path || near.includes(path))
      walk(parsed.program, (node) => {
        if (node.type === "Property" && node.key.type === "Identifier") names.add(node.key.name)
      })
  return names
}

const parametersFit: Rule = {
  name: "a module passes the parameters that its query names, and no others",
  find: (tree) => {
    const files = queriesOf(tree)
    return tree.code
      .filter(({ forTests }) => !forTests)
      .flatMap(usesIn)
      .flatMap((use): Finding[] => {
        const wanted = [...parametersOf(files.get(use.query) ?? "")]
        const { path } = use.source
        const named = namedBy(use.source, tree)
        const unnamed = wanted.filter((name) => !named.has(name))
        const differing = passedWith(use).flatMap((given) => [
          ...wanted.filter((name) => !given.has(name)).map((name) => `does not pass ${name}`),
          ...[...given].filter((name) => !wanted.includes(name)).map((name) => `passes ${name}`),
        ])
        return [...unnamed.map((name) => `nowhere passes ${name}`), ...differing].map((what) => ({
          path,
          line: use.line,
          what: `${use.query}: ${what}`,
        }))
      })
  },
  bad: [
    {
      "sql/queries/a.sql": "SELECT {account:String}",
      "warehouse/a.ts": 'const a = sqlQuery("a"); run(a, { acount: 1 })',
    },
    {
      "sql/queries/a.sql": "SELECT {account:String}",
      "warehouse/a.ts": 'const a = sqlQuery("a"); run(a, { account, limit })',
    },
    {
      "sql/queries/a.sql": "SELECT {account:String}",
      "warehouse/a.ts": 'const a = sqlQuery("a"); run(a, parameters)',
    },
  ],
  good: [
    {
      "sql/queries/a.sql": "-- Not {this:String}.\nSELECT {account:String}, {from:UInt32}",
      "warehouse/a.ts":
        'import { edges } from "./b.ts"; const a = sqlQuery("a"); run(a, { account, ...edges() })',
      "warehouse/b.ts": "export const edges = () => ({ from: 1 })",
    },
  ],
}

export const queryRules: ReadonlyArray<Rule> = [everyQueryIsUsed, parametersAreTyped, parametersFit]
