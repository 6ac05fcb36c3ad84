/** `tidemark rule`: by which rule a day counts as high, and another one. */
import type { RuleBody } from "../operations-bodies.ts"
import { RuleInForce } from "../operations-contract.ts"
import { type Act, ask, type Define, withExamples } from "./command.ts"
import { EXIT, UsageError } from "./exit-code.ts"
import { pairsText } from "./table.ts"
import { whole } from "./words.ts"

export const defineRule: Define = (program, run) => {
  withExamples(
    program
      .command("rule")
      .description("by which rule a day counts as high; with options, sets another for everybody")
      .option("--deviations <n>", "times 1.4826 × the median absolute deviation above the median")
      .option("--ratio <n>", "times the median")
      .option("--floor <credits>", "credits that a day has at least")
      .option("--weeks <n>", "weeks before whose same weekday counts", whole(2, 26))
      .option("--reset", "back to the program's own")
      .action(run(rule)),
    "rule",
    "rule --ratio 1.3 --floor 50",
    "rule --reset",
  )
}

const FIELDS = ["deviations", "ratio", "floor", "weeks"] as const

const rule: Act = async ({ client, terminal, json: asJson }, _, options) => {
  const given = FIELDS.filter((field) => options[field] !== undefined)
  if (options.reset === true && given.length > 0)
    throw new UsageError({ reason: `--reset goes without --${given[0]}` })
  const route = client.v1["high-usage-rule"]
  const before = await ask(RuleInForce, route.$get({ query: {} }))
  const put = (body: RuleBody) =>
    ask(
      RuleInForce,
      route.$put(
        { query: {} },
        { init: { body: JSON.stringify(body), headers: { "content-type": "application/json" } } },
      ),
    )
  // What is not named stays as it is: the endpoint would give it the program's own value.
  const { scale: _scale, ...kept } = before.rule
  const changed = { ...kept, ...Object.fromEntries(given.map((field) => [field, options[field]])) }
  const now =
    options.reset === true ? await put({}) : given.length > 0 ? await put(changed) : before
  await terminal.out(asJson ? JSON.stringify(now) : ruleText(now))
  return EXIT.done
}

const ruleText = ({ rule, set }: RuleInForce): string =>
  pairsText([
    ["deviations", `${rule.deviations} × ${rule.scale} × the median absolute deviation`],
    ["ratio", `${rule.ratio} × the median`],
    ["floor", `${rule.floor} credits`],
    ["weeks", `${rule.weeks}, with fewer than ${rule.samples} days the last ${rule.recent_days}`],
    ["set", set === null ? "never: the program's own" : `${set.at} by ${set.by}`],
  ])
