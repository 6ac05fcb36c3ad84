/** One event's story in words: the sentence, the figures beside it, and the steps of its way. */
import type { EventStory, Rejection } from "#api/rejection-contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { dayOfInstant } from "./days.ts"
import { duration, shortDate, timeOfDay } from "./format-date.ts"
import { credits, money, signedCredits } from "./format-number.ts"
import { storyWords } from "./messages/story.ts"
import { m, type Phrase, phrasesOf } from "./messages.ts"

export type Link = EventStory["referred_by"][number]

export interface Step {
  readonly at: string
  /** Filled: counted. Ring: not counted. Small: happened elsewhere. */
  readonly mark: "origin" | "counted" | "refused" | "refund" | "failure"
  readonly title: string
  readonly text: string
  /** Another event of the account that this step is about. */
  readonly event?: string
}

const value = (decimal: string) => parseDecimal(decimal) ?? 0n
const absolute = (decimal: string) => decimal.replace("-", "")
const amount = (decimal: string) =>
  m().common.credits(credits(absolute(decimal)), absolute(decimal))

/** What came back for a spend so far. */
export const refundedOf = (story: EventStory): bigint =>
  story.referred_by
    .filter(({ type }) => type === "refund")
    .reduce((sum, link) => sum + value(link.credits), 0n)

export const storySentence = (story: EventStory, zone: string): ReadonlyArray<Phrase> => {
  const origin = story.transaction?.occurred_at ?? story.failure?.occurred_at
  return phrasesOf(sentenceOf(story, (instant) => momentFrom(instant, origin ?? instant, zone)))
}

/** The time of day, with the date where that is another one than the entry's. */
export const momentFrom = (instant: string, origin: string, zone: string): string => {
  const day = dayOfInstant(instant, zone)
  const originDay = dayOfInstant(origin, zone)
  const time = timeOfDay(instant, zone)
  return day === originDay ? time : `${shortDate(day, originDay)}, ${time}`
}

const sentenceOf = (story: EventStory, clock: (instant: string) => string): string => {
  const said = storyWords().sentence
  const t = story.transaction
  if (t === null) {
    if (story.failure !== null) return said.failure(clock(story.failure.occurred_at))
    return story.fate === "conflict" ? said.conflict : said.rejected
  }
  const time = clock(t.occurred_at)
  const figure = amount(t.credits)
  if (t.type === "spend") return spendSentence(story, t, clock)
  if (t.type === "refund")
    return story.refers_to === null
      ? said.refund(figure, time)
      : said.refundOf(figure, time, story.refers_to.operation, clock(story.refers_to.occurred_at))
  if (t.type === "bonus") return said.bonus(figure, time)
  return t.amount === null
    ? said.purchase(figure, time)
    : said.purchaseFor(figure, money(t.amount, t.currency ?? ""), time)
}

const spendSentence = (
  story: EventStory,
  t: NonNullable<EventStory["transaction"]>,
  clock: (instant: string) => string,
): string => {
  const said = storyWords().sentence
  const [figure, time] = [amount(t.credits), clock(t.occurred_at)]
  const back = refundedOf(story)
  const last = story.referred_by.findLast(({ type }) => type === "refund")
  if (last === undefined)
    return story.failures.length > 0
      ? said.spendWaiting(t.operation, figure, time)
      : said.spend(t.operation, figure, time)
  const backText = credits(formatDecimal(back))
  if (back < value(absolute(t.credits)))
    return said.spendPartBack(t.operation, figure, time, backText)
  const later = duration(Date.parse(last.occurred_at) - Date.parse(t.occurred_at))
  return said.spendBack(t.operation, figure, time, backText, later)
}

/** The balance right before the event: exact, from the one after it. */
export const balanceBefore = (t: NonNullable<EventStory["transaction"]>): string =>
  formatDecimal(value(t.balance_after) - value(t.credits))

/** In the order things happened, the event's own time first. */
export const stepsOf = (story: EventStory): ReadonlyArray<Step> => {
  const said = storyWords()
  const steps: Step[] = []
  const happened = story.transaction?.occurred_at ?? story.failure?.occurred_at
  if (story.source !== null)
    steps.push({
      at: story.source.received_at,
      mark: "counted",
      title: said.accepted,
      text: cameBy(story.source, happened),
    })
  for (const conflict of story.conflicts)
    steps.push({
      at: conflict.received_at,
      mark: "refused",
      title: said.conflict,
      text: [said.conflictText, ...differences(conflict)].join(" · "),
    })
  for (const refused of story.rejections)
    steps.push({
      at: refused.received_at,
      mark: "refused",
      title: said.rejection,
      text: refused.errors.map(({ message }) => message).join(" · ") || refused.reason,
    })
  for (const failure of story.failures)
    steps.push({
      at: failure.occurred_at,
      mark: "failure",
      title: said.failure,
      text: said.failureText(failure.reason, failure.id),
      event: failure.id,
    })
  for (const link of story.referred_by) steps.push(linkStep(link, said.refundWritten))
  steps.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  if (happened === undefined) return steps
  const origin = { at: happened, mark: "origin", title: said.happened, text: said.happenedText }
  return [{ ...origin, mark: "origin" as const }, ...steps]
}

const linkStep = (link: Link, refund: string): Step => ({
  at: link.occurred_at,
  mark: link.type === "refund" ? "refund" : "origin",
  title: link.type === "refund" ? refund : m().common.types[link.type],
  text: `${signedCredits(link.credits)} · ${link.operation}`,
  event: link.id,
})

const cameBy = (
  source: NonNullable<EventStory["source"]>,
  happened: string | undefined,
): string => {
  const said = storyWords()
  const way =
    source.place === null
      ? said.viaHttp(source.batch)
      : said.viaLog(source.place.topic, source.place.partition, source.place.offset)
  if (source.late_by === null || happened === undefined) return way
  return `${way} · ${said.late(duration(Date.parse(source.received_at) - Date.parse(happened)))}`
}

const differences = ({ differs }: Rejection): ReadonlyArray<string> =>
  differs.map(({ field, stored, sent }) =>
    storyWords().differs(field, stored ?? storyWords().absent, sent ?? storyWords().absent),
  )

/** The event as it counts, with the names of the usage event's own fields. */
export const storedEvent = (story: EventStory): Readonly<Record<string, unknown>> | undefined => {
  const t = story.transaction
  if (t === null) return undefined
  const { balance_after: _, day: __, credits: signed, properties, ...fields } = t
  const given = Object.entries({ ...fields, account: story.account, credits: absolute(signed) })
  const order = ["id", "account", "type", "operation", "category", "description", "credits"]
  return Object.fromEntries([
    ...given
      .filter(([, field]) => field !== null)
      .sort(([a], [b]) => rank(order, a) - rank(order, b)),
    ...(Object.keys(properties).length === 0 ? [] : [["properties", properties]]),
  ])
}

const rank = (order: ReadonlyArray<string>, name: string) => {
  const at = order.indexOf(name)
  return at < 0 ? order.length : at
}

/** Everything a support desk needs, as JSON: what was asked, from where, and the whole answer. */
export const supportBundle = (story: EventStory, link: string): string =>
  `${JSON.stringify({ link, event: storedEvent(story), story }, null, 2)}\n`
