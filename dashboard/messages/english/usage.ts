import { plural } from "../../format-number.ts"

const NBSP = "\u00a0"

export const usage = {
  figures: "Balance and use",
  what: "The balance",
  history: "See last 30 days of usage activity",
  activity: "Recent activity",
  sentence: {
    noEntries: "No credits yet, and ⟦nothing used⟧.",
    overdrawn: (figure: string, end: string) => `⟦${figure} credits overdrawn⟧${end}`,
    nothingLeft: (end: string) => `⟦No credits left⟧${end}`,
    noneUsed: (left: string) => `${left} left and ⟦none used yet⟧.`,
    allUsed: (left: string, end: string) => `${left} left, with ⟦the whole allowance used⟧${end}`,
    ahead: (left: string, points: string, runway: string, end: string) =>
      `${left} left — ⟦${points} points ahead of pace⟧${runway}${end}`,
    enoughFor: (days: number) => `, enough for about ${plural(days, "day", "days")}`,
    lasts: (left: string, runway: string, end: string) => `${left} left — ${runway}${end}`,
    quiet: (day: string) => `⟦nothing since ${day}⟧`.replaceAll(" ", NBSP),
    firstDay: "the ⟦first day⟧ of the billing period",
    tooLittle: "⟦too little use⟧ to say how long they last",
    underADay: "⟦less than a day⟧ at the current pace",
    overAYear: "⟦over a year⟧ at the current pace",
    days: (n: number) =>
      `about ⟦${plural(n, "day", "days").replace(" ", NBSP)}⟧ at the current pace`,
    endsToday: ", and the period ends today.",
    endsTomorrow: ", and the period ends tomorrow.",
    endsIn: (n: number) => `, and the period ends in ${n} days.`,
    /** After a count of days, which is understood then. */
    endsInToo: (n: number) => `, and the period ends in ${n}.`,
    stateOf: (time: string) => ` That is the state of ${time}.`,
  },
  period: "This billing period",
  allTime: "All time",
  counts: (figure: string) => `What counts: ${figure}`,
  exactly: (figure: string) => `, exactly ${figure}`,
  available: "Available credits",
  availableCounts: "What can still be spent: the balance after the newest entry.",
  belowMark: "Below the low-balance mark",
  bonusNote: (figure: string) => `${figure} bonus credits received so far`,
  used: "Used this billing period",
  usedCounts:
    "All spend since the period began, up to now. Refunds are named beside it and not taken off.",
  against: (change: string, days: string) => `${change} on ${days}`,
  nothingAsOn: (days: string) => `nothing used, as on ${days}`,
  newSince: (days: string) => `new, nothing used on ${days}`,
  sameAsOn: (days: string) => `the same as on ${days}`,
  refunded: (figure: string) => `${figure} refunded`,
  rate: "Usage rate",
  rateCountsPlan:
    "Used this billing period, divided by the plan's allowance. The mark shows how much of the period is over.",
  rateCountsBalance:
    "Used this billing period, divided by what there was to use: the balance when the period began and what was added since. The account has no plan.",
  noRate: "There is no allowance, and nothing was there to use when the period began.",
  rateText: (used: number, gone: number) =>
    `${used} percent used, ${gone} percent of the period gone`,
  ofPlan: (figure: string) => `of ${figure}`,
  ofBalance: (figure: string) => `of ${figure} there were to use`,
  aDay: (figure: string) => `${figure} a day`,
  today: (day: number, days: number) => `today, day ${day} of ${days}`,
  onPace: "on pace",
  underPace: (points: number) => `${plural(points, "point", "points")} under pace`,
  overPace: (points: number) => `${plural(points, "point", "points")} over pace`,
  aheadOfPace: (points: number) => `${plural(points, "point", "points")} ahead of pace`,
  balance: "Current balance",
  balanceCounts: "The balance after the newest entry.",
  after: (time: string) => `after ${time}`,
  afterTime: (time: string) => `after the entry of ${time}`,
  afterDay: (day: string, time: string) => `after ${day}, ${time}`,
  spent: "Lifetime spent",
  spentCounts: "All spend since the account began.",
  purchased: "Lifetime purchased",
  purchasedCounts: (bonus: string, refunded: string) =>
    `All purchases since the account began. Bonuses (${bonus}) and refunds (${refunded}) are not among them.`,
}
