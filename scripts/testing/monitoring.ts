/** The alert rules and the dashboard, as what they ask of `/metrics`. */
import { parser } from "@prometheus-io/lezer-promql"
import { parse } from "yaml"
import { readDocument } from "./documents.ts"

const ALERTS = "docs/monitoring/alerts.yml"
const DASHBOARD = "docs/monitoring/grafana-dashboard.json"

interface Alert {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string }
}

export const alerts = (): ReadonlyArray<Alert> =>
  parse(readDocument(ALERTS)).groups.flatMap((group: { rules: Alert[] }) => group.rules)

const panelExpressions = (): ReadonlyArray<string> =>
  JSON.parse(readDocument(DASHBOARD)).panels.flatMap((panel: { targets: { expr: string }[] }) =>
    panel.targets.map(({ expr }) => expr),
  )

export const expressions = (): ReadonlyArray<string> => [
  ...alerts().map(({ expr }) => expr),
  ...panelExpressions(),
]

/** What PromQL's own grammar reads in an expression: metrics and labels by name; whether all of it is PromQL. */
export const namesIn = (expression: string) => {
  const [metrics, labels] = [new Set<string>(), new Set<string>()]
  let isWhole = true
  const cursor = parser.parse(expression).cursor()
  do {
    const text = expression.slice(cursor.from, cursor.to)
    if (cursor.type.isError) isWhole = false
    if (cursor.name === "Identifier") metrics.add(text)
    if (cursor.name === "LabelName") labels.add(text)
  } while (cursor.next())
  return { metrics: [...metrics], labels: [...labels], isWhole }
}

/** Names and labels that rules and dashboard ask for and this answer of `/metrics` lacks. */
export const missingIn = (text: string): ReadonlyArray<string> => {
  const lines = text.split("\n").filter((line) => !line.startsWith("#"))
  return expressions().flatMap((expression) => {
    const { metrics, labels } = namesIn(expression)
    const found = metrics.map((name) => lines.filter((line) => nameOf(line) === name))
    const unknown = metrics.filter((_, i) => found[i]?.length === 0)
    const unlabelled = labels.filter(
      (label) => !found.flat().some((line) => new RegExp(`[{,]${label}="`).test(line)),
    )
    return [...unknown, ...unlabelled.map((label) => `${label} of ${metrics.join(", ")}`)]
  })
}

const nameOf = (line: string) => /^[a-zA-Z_:][\w:]*/.exec(line)?.[0]
