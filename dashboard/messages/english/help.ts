export const help = {
  title: "Help",
  keys: "Keys",
  reference: "API reference",
  keysOff: "Single keys are switched off in the settings.",
  groups: { page: "Page", days: "Days", entries: "Entries", chart: "Chart and calendar" },
  chart:
    "Arrow keys move by one, Page Up and Page Down by seven, Home and End to the ends. Enter shows the entries, Esc clears.",
  actions: {
    commands: "Commands",
    help: "This help",
    settings: "Settings",
    export: "Export what is shown",
    copyLink: "Copy the link",
    clear: "Close, then clear day and filters",
    today: "Today",
    "7d": "Last 7 days",
    "30d": "Last 30 days",
    "90d": "Last 90 days",
    mtd: "This month",
    ytd: "This year",
    previous: "The billing period before",
    custom: "Choose the days",
    earlier: "Earlier days",
    later: "Later days",
    compare: "Compare with the days before",
    highest: "Mark the highest bar",
    search: "Search the entries",
    next: "Next entry",
    before: "Entry before",
    newer: "Newer page",
    older: "Older page",
  },
  figures: "What the figures are",
  definitions: [
    [
      "Credits",
      "The change of one entry: a spend is negative, a purchase, refund or bonus positive. Exact to six decimals; never money.",
    ],
    ["Current balance", "The balance after the newest entry."],
    ["Available credits", "What can still be spent: the current balance."],
    [
      "Used this billing period",
      "All spend since the period began. Refunds are named beside it and not taken off.",
    ],
    [
      "Allowance",
      "The plan's allowance for the period; without a plan, the balance when it began and what was added since.",
    ],
    [
      "Usage rate and pace",
      "Used divided by allowance; the pace is that less the share of the period that is over, in percentage points.",
    ],
    [
      "Lifetime spent, purchased",
      "All spend, and all purchases, since the account began. Bonuses and refunds are not purchases.",
    ],
    ["Average a day", "The total divided by the calendar days of the range, quiet days included."],
    [
      "Days at the current pace",
      "What is available divided by the mean use of the last 14 complete days.",
    ],
    [
      "Day",
      "A calendar day in the account's time zone, or in the one that is chosen; the zone travels in links.",
    ],
    [
      "Unusually high day",
      "A complete day above the median of the same weekday in the eight weeks before by three times its usual spread, above one and a half times that median, and above a floor of 100 credits.",
    ],
    [
      "Compared days",
      "The days before, whole weeks back so that weekdays meet, or by date; of today only as much of a day as has passed.",
    ],
    [
      "Forecast",
      "Each weekday's usual use, corrected by how forecasts of the past year came out. Four of five outcomes lie in its range.",
    ],
    [
      "Estimate",
      "What the newest 1,000 entries of an operation cost for each unit; nine of ten cost at least the low and at most the high figure, each counted alone.",
    ],
  ] as ReadonlyArray<readonly [name: string, text: string]>,
}
