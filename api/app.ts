/** The whole HTTP surface. `App` is what the dashboard's client is typed against. */
import { Hono, type MiddlewareHandler } from "hono"
import { methodNotAllowed } from "hono/method-not-allowed"
import { requestId } from "hono/request-id"
import { accounts } from "./accounts.ts"
import { audit } from "./audit.ts"
import { authenticate } from "./authenticate.ts"
import { authorize } from "./authorize.ts"
import { backups } from "./backups.ts"
import { embedPage } from "./embed-page.ts"
import type { ApiEnv, ApiRuntime } from "./environment.ts"
import { eventStory } from "./event-story.ts"
import { events } from "./events.ts"
import { exportsRoutes } from "./exports.ts"
import { onError, onMethodNotAllowed, onNotFound } from "./failures.ts"
import { forecast } from "./forecast.ts"
import { gaps } from "./gaps.ts"
import { health } from "./health.ts"
import { highUsageAccounts } from "./high-usage-accounts.ts"
import { highUsageDays, highUsageDaysOfAll } from "./high-usage-days.ts"
import { highUsageRule } from "./high-usage-rule.ts"
import { jointTransactions } from "./joint-transactions.ts"
import { keys } from "./keys.ts"
import { limitRate } from "./limit-rate.ts"
import { live, liveOfAccount } from "./live.ts"
import { metrics } from "./metrics.ts"
import { notes } from "./notes.ts"
import { openapi } from "./openapi.ts"
import { overview } from "./overview.ts"
import { pipeline } from "./pipeline.ts"
import { integrity, proof } from "./proof.ts"
import { reference } from "./reference.ts"
import { refundCheck } from "./refund-check.ts"
import { rejections } from "./rejections.ts"
import { logRequests } from "./request-log.ts"
import { rollups } from "./rollups.ts"
import { securityHeaders } from "./security-headers.ts"
import { session, sessionExchange } from "./session.ts"
import { signIn } from "./sign-in.ts"
import { statement, statementOfAll } from "./statement.ts"
import { staticFiles } from "./static-files.ts"
import { tokens, tokensOfAccount } from "./tokens.ts"
import { transaction } from "./transaction.ts"
import { transactions } from "./transactions.ts"
import { usage, usageOfAll } from "./usage.ts"
import { views } from "./views.ts"
import { weekHours, weekHoursOfAll } from "./week-hours.ts"

/** Figures are private and move on: nobody keeps them. */
const noStore: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next()
  c.res.headers.set("cache-control", "no-store")
}

const REQUEST_ID_LENGTH_MAX = 64

const v1 = new Hono<ApiEnv>()
  .use(noStore)
  .route("/", sessionExchange)
  .use(authenticate, limitRate, authorize)
  .route("/", events)
  .route("/", session)
  .route("/accounts", accounts)
  .route("/accounts", overview)
  .route("/accounts", transactions)
  .route("/accounts", transaction)
  .route("/accounts", usage)
  .route("/accounts", statement)
  .route("/accounts", proof)
  .route("/accounts", eventStory)
  .route("/accounts", liveOfAccount)
  .route("/", live)
  .route("/", usageOfAll)
  .route("/", statementOfAll)
  .route("/", jointTransactions)
  .route("/exports", exportsRoutes)
  .route("/integrity", integrity)
  .route("/accounts", highUsageDays)
  .route("/high-usage-rule", highUsageRule)
  .route("/notes", notes)
  .route("/views", views)
  .route("/accounts", weekHours)
  .route("/week-hours", weekHoursOfAll)
  .route("/pipeline", pipeline)
  .route("/accounts", forecast)
  .route("/accounts", refundCheck)
  .route("/high-usage-days", highUsageDaysOfAll)
  .route("/high-usage-days/accounts", highUsageAccounts)
  .route("/rollups", rollups)
  .route("/backups", backups)
  .route("/rejections", rejections)
  .route("/gaps", gaps)
  .route("/keys", keys)
  .route("/tokens", tokens)
  .route("/accounts", tokensOfAccount)
  .route("/audit", audit)

const routes = new Hono<ApiEnv>()
  .route("/v1", v1)
  .route("/", health)
  .use("/metrics", authenticate, limitRate, authorize)
  .route("/", metrics)
  .route("/", openapi)
  .route("/", reference)
  .route("/", signIn)

export type App = typeof routes

interface Pages {
  /** The folder of the built dashboard. */
  readonly dashboard: string
  /** Whose pages may hold `/embed/usage` in a frame. */
  readonly embedOrigins?: ReadonlyArray<string>
}

export const makeApp = (runtime: ApiRuntime, { dashboard, embedOrigins = [] }: Pages): App => {
  const app = new Hono<ApiEnv>()
  app.use(
    requestId({ limitLength: REQUEST_ID_LENGTH_MAX }),
    withRuntime(runtime),
    logRequests,
    securityHeaders(embedOrigins),
  )
  app.use(methodNotAllowed({ app, onMethodNotAllowed }))
  app.onError(onError)
  app.notFound(onNotFound)
  app.route("/", routes)
  app.route("/", embedPage(dashboard, embedOrigins))
  app.use(...staticFiles(dashboard))
  return app as unknown as App
}

const withRuntime =
  (runtime: ApiRuntime): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    c.set("runtime", runtime)
    await next()
    // Once more: the answer to a failure is made anew, without what was set before.
    c.res.headers.set("x-request-id", c.var.requestId)
  }
