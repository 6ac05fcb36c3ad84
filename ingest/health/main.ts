// Is there a worker? Exits with 0 when the group has a member, else with 1 and the reason. For a
// container's health check: a worker whose consumer has stopped ends by itself.
import { Effect } from "effect"
import { StartRefused } from "#warehouse/errors.ts"
import { kafkaSettings } from "../config.ts"
import { connectedAdmin, openLog } from "../kafka-client.ts"
import { reportFailure, runMain, teardown } from "../run-main.ts"

const check = Effect.gen(function* () {
  const settings = yield* kafkaSettings
  const { kafka } = yield* openLog(settings)
  const admin = yield* connectedAdmin(kafka, settings)
  const { groups } = yield* Effect.tryPromise({
    try: () => admin.describeGroups([settings.group]),
    catch: (cause) => new StartRefused({ reason: `the group cannot be described: ${cause}` }),
  })
  const members = groups.flatMap((group) => group.members)
  if (members.length === 0)
    return yield* new StartRefused({ reason: `group ${settings.group} has no member` })
})

runMain(Effect.scoped(check).pipe(Effect.tapCause(reportFailure)), {
  teardown,
  disableErrorReporting: true,
})
