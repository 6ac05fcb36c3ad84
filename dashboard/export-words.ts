/** What is said of exports: what each is, and the sentence over all of them. */

import type { ExportJob, Manifest } from "#api/contract.ts"
import { dayOfInstant, isDay, lastDayBefore } from "./days.ts"
import { chipText } from "./filter-words.ts"
import { readFilter } from "./filters.ts"
import { dateRange } from "./format-date.ts"
import { exportsWords } from "./messages/exports.ts"
import { m } from "./messages.ts"
import { presets } from "./url-state.ts"

type Described = Pick<ExportJob | Manifest, "report" | "words">

const word = ({ words }: Described, name: string): string | undefined => {
  const value = words[name]
  return typeof value === "string" ? value : undefined
}

/** `Breakdown by operation`. */
export const reportName = (job: Described): string => {
  const by = word(job, "by")
  return job.report === "breakdown" && by !== undefined
    ? exportsWords().breakdownBy(by.split(",").map(dimensionName).join(", "))
    : exportsWords().reports[job.report]
}

export const dimensionName = (name: string): string => {
  const fields: Readonly<Record<string, string>> = m().filters.fields
  return (
    fields[name] ?? (name === "account" ? m().shell.account.name : name.replace("property:", ""))
  )
}

export const accountName = (account: string | null): string => account ?? exportsWords().allAccounts

/** `23 Oct – 21 Nov · Europe/Berlin`, as far as it was asked for. */
export const daysAsked = (job: Described, today: string): string => {
  const [from, to, range, tz] = ["from", "to", "range", "tz"].map((name) => word(job, name))
  const preset = presets.find((each) => each === range)
  const days =
    from !== undefined && to !== undefined && isDay(from) && isDay(to)
      ? dateRange({ first: from, last: to }, today)
      : preset === undefined
        ? [from, to].filter((each) => each !== undefined).join(" – ")
        : m().range.presets[preset]
  return [days, tz].filter((part) => part !== undefined && part !== "").join(" · ")
}

/** The days that a file is about, as they were when it was made. */
export const daysOfManifest = ({ from, to, tz }: Manifest, today: string): string =>
  from === null || to === null
    ? exportsWords().manifest.wholeLedger
    : dateRange({ first: dayOfInstant(from, tz), last: lastDayBefore(to, tz) }, today)

/** `Type is spend, purchase`; as it was sent where this page does not know the field. */
export const filterTexts = (texts: ReadonlyArray<string>): ReadonlyArray<string> =>
  texts.map((text) => {
    const filter = readFilter(text)
    return filter === undefined ? text : chipText(filter)
  })

export const filtersOf = ({ words }: Described): ReadonlyArray<string> =>
  filterTexts([words.filter ?? []].flat())

export const exportsSentence = (jobs: ReadonlyArray<ExportJob>): string => {
  const said = exportsWords().sentence
  const count = (...states: ReadonlyArray<ExportJob["state"]>) =>
    jobs.filter(({ state }) => states.includes(state)).length
  const parts = (
    [
      [count("waiting", "running"), said.making],
      [count("done"), said.ready],
      [count("failed", "lost"), said.failed],
    ] as const
  ).filter(([n]) => n > 0)
  return parts.length === 0 ? said.none : said.end(parts.map(([n, say]) => say(n)).join(", "))
}
