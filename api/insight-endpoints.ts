/** The endpoints that explain use, what is to come of it, and what came back of it. */
import { accountRead, type Endpoint, ok, READ_PROBLEMS } from "./endpoint.ts"
import { Forecast } from "./forecast-contract.ts"
import { HighUsageAccounts, HighUsageDays, HighUsagePreview } from "./insight-contract.ts"
import { INSIGHT_QUERIES } from "./insight-words.ts"
import { RefundCheck } from "./refund-contract.ts"

const overAll = (
  path: string,
  { summary, answers }: Endpoint,
  query: Endpoint["query"],
): Endpoint => ({
  method: "get",
  path: `/v1${path}`,
  summary: `${summary}, over all accounts that may be read`,
  credential: "read",
  query,
  answers,
  problems: READ_PROBLEMS,
})

const DAYS = "/high-usage-days"
const PREVIEW = "/high-usage-days/preview"

const ofAccount = {
  days: accountRead(
    DAYS,
    "High-usage days with their causes",
    INSIGHT_QUERIES.highUsageDays,
    HighUsageDays,
  ),
  preview: accountRead(
    PREVIEW,
    "How many of the last 90 complete days a rule would flag",
    INSIGHT_QUERIES.highUsagePreview,
    HighUsagePreview,
  ),
}

const DESCRIPTION =
  "A day is flagged when it is over, exceeds both the median by `deviations` × 1.4826 × the median absolute deviation and `ratio` × the median of the same weekday in the `weeks` before, and has `floor` credits; with filters, of what they leave. Its causes split what was expected the way the days before it were split, so that their excesses add up to the day's."

export const INSIGHT_ENDPOINTS: ReadonlyArray<Endpoint> = [
  { ...ofAccount.days, description: DESCRIPTION },
  ofAccount.preview,
  {
    ...overAll(DAYS, ofAccount.days, INSIGHT_QUERIES.highUsageDaysOfAll),
    description: DESCRIPTION,
  },
  overAll(PREVIEW, ofAccount.preview, INSIGHT_QUERIES.highUsagePreviewOfAll),
  {
    method: "get",
    path: "/v1/high-usage-days/accounts",
    summary: "High-usage days of single accounts, which the sum of all may hide",
    description:
      "Each account by the same rule, in one zone for all; of those with a day that reaches the floor, the 100 with the largest. At most 92 days, and filters by account, type and category only.",
    credential: "read",
    query: INSIGHT_QUERIES.highUsageAccounts,
    answers: [ok(HighUsageAccounts)],
    problems: READ_PROBLEMS,
  },
  {
    ...accountRead(
      "/forecast",
      "When the credits run out, and what the billing period will use, with a band of 80 %",
      INSIGHT_QUERIES.forecast,
      Forecast,
    ),
    description:
      "From complete days only, by weekday. With `operation` and `quantity` also what that will cost, from what it cost before, and whether the balance covers it.",
  },
  {
    ...accountRead(
      "/refund-check",
      "Whether what failed was refunded",
      INSIGHT_QUERIES.refundCheck,
      RefundCheck,
    ),
    description:
      "Failures and refunds of the days asked for, by the spend that they name: how many failures were refunded, how much came back, and how soon. More than 10,000 failures or refunds are refused.",
  },
]
