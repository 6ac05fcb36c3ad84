/** The line that answers "where do credits go?" */
import type { Usage } from "#api/contract.ts"
import type { Dimension } from "../dimensions.ts"
import { count, credits, nameList, percent } from "../format-number.ts"
import { exploreWords } from "../messages/explore.ts"
import { type Phrase, phrasesOf } from "../messages.ts"
import { groupName, groupsOf, measured } from "./explore-series.ts"

/** One value that has this much stands alone in the sentence. */
const MOST = 0.5

/** `time` tells when: "in the last 30 days". */
export const exploreSentence = (
  usage: Usage,
  { by, time }: { readonly by: Dimension; readonly time: string },
): ReadonlyArray<Phrase> => {
  const said = exploreWords().sentence
  const total = measured(usage.total, usage.measure)
  if (total === "0") return phrasesOf(said.nothing[usage.measure](time))
  const what = said.what[usage.measure](figure(total, usage.measure), total)
  const groups = groupsOf(usage)
  const [first, second] = groups
  const more = groups.length + (usage.other?.groups ?? 0) > 1
  if (first === undefined || !more)
    return phrasesOf(
      said.all(what, first === undefined ? "" : groupName(by, first.key)) + tail(usage),
    )
  const named = first.share >= MOST || groups.length === 2 ? [first] : [first, second ?? first]
  const names = named.map(({ key }) => groupName(by, key))
  const share = percent(named.reduce((sum, group) => sum + group.share, 0) * 100)
  const took = usage.measure === "spend" ? said.took : said.madeUp
  return phrasesOf(took(nameList(names), share, what) + tail(usage))
}

export const figure = (value: string, measure: Usage["measure"]): string =>
  // A whole number: entries come in no fractions.
  measure === "count" ? count(Number(value)) : credits(value)

const tail = ({ measure, comparison }: Usage): string => {
  const said = exploreWords().sentence
  if (comparison === null) return "."
  const when = said.before[comparison.compare]
  const { change } = comparison
  if (change === null) return said.fresh(when)
  const size = percent(Math.abs(change) * 100)
  if (Math.abs(change) < 0.0005) return said.same(when)
  const way = change > 0 ? "more" : "less"
  return measure === "spend" ? said.spent[way](size, when) : said.changed[way](size, when)
}
