export const usage = {
  open: { day: "Only this day", week: "Show this week", month: "Show this month" },
  noDays: "No days in this range.",
  first: "First",
  last: "Last",
}
