import { describe, expect, it } from "vitest"
import { readDocument } from "./testing/documents.ts"
import { alerts, expressions, missingIn, namesIn } from "./testing/monitoring.ts"

describe("the alert rules and the dashboard", () => {
  it.each(expressions())("are PromQL: %s", (expression) => {
    expect(namesIn(expression)).toMatchObject({ isWhole: true })
    expect(namesIn(expression).metrics).not.toEqual([])
  })

  it.each(alerts())("say what to do about $alert", ({ alert, labels, annotations }) => {
    expect(readDocument("docs/operations.md")).toMatch(new RegExp(`^### ${alert}$`, "m"))
    expect(["page", "warn"]).toContain(labels.severity)
    expect(annotations.summary).not.toBe("")
  })

  it("are read so that a misspelt name or label is found", () => {
    expect(namesIn('sum(rate(a_total{b="c"}[5m]').isWhole).toBe(false)
    const missing = missingIn('tidemark_lag_seconds{partition="0"} 3\n')
    expect(missing).toContain("tidemark_dead_letters_total")
    expect(missing).not.toContain("tidemark_lag_seconds")
    expect(missingIn("tidemark_lag_seconds 3\n")).toContain("partition of tidemark_lag_seconds")
  })
})
