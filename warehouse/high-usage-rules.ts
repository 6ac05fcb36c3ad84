/** The rule in force: what somebody set, or else the program's own. */
import { Clock, Context, Effect, Exit, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { HIGH_USAGE_RULE, type HighUsageRule } from "./domain/high-usage.ts"
import type { WarehouseError } from "./errors.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"

export interface RuleInForce {
  readonly rule: HighUsageRule
  /** When and by whom it was set; null for the program's own. */
  readonly set: { readonly at: number; readonly by: string } | null
}

export class HighUsageRules extends Context.Service<
  HighUsageRules,
  {
    readonly current: Effect.Effect<RuleInForce, WarehouseError>
    /** Holds from now on in this process, within a second in all others. */
    readonly put: (rule: HighUsageRule, by: string) => Effect.Effect<void, WarehouseError>
  }
>()("warehouse/HighUsageRules") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      HighUsageRules,
      Effect.gen(function* () {
        const clickhouse = yield* ClickHouse
        const freshFor = clickhouse.exclusive ? "365 days" : "1 second"
        const [current, forget] = yield* Effect.cachedInvalidateWithTTL(
          readRule(clickhouse),
          (exit) => (Exit.isSuccess(exit) ? freshFor : 0),
        )
        return HighUsageRules.of({
          current,
          put: Effect.fn("HighUsageRules.put")(
            function* (rule, by) {
              const version = yield* Clock.currentTimeMillis
              const { set } = yield* current
              const row = { rule, by, version: Math.max(version, (set?.at ?? 0) + 1) }
              yield* insertScratchRows({ folder, ...insert }, [row], writeRow)
            },
            Effect.ensuring(forget),
            Effect.provideService(ClickHouse, clickhouse),
          ),
        })
      }),
    )
}

const question = sqlQuery("high-usage-rule")

const RuleRow = Schema.Struct({
  version: Schema.NumberFromString,
  deviations: Schema.String,
  ratio: Schema.String,
  floor: Schema.String,
  weeks: Schema.Int,
  samples: Schema.Int,
  recent_days: Schema.Int,
  actor: Schema.String,
})

const readRule = Effect.fnUntraced(function* (clickhouse: typeof ClickHouse.Service) {
  const [row] = yield* clickhouse.query(question, {}, RuleRow)
  if (row === undefined) return { rule: HIGH_USAGE_RULE, set: null } satisfies RuleInForce
  return {
    rule: {
      deviations: storedDecimal(row.deviations),
      ratio: storedDecimal(row.ratio),
      floor: storedDecimal(row.floor),
      weeks: row.weeks,
      samplesMin: row.samples,
      recentDays: row.recent_days,
    },
    set: { at: row.version, by: row.actor },
  } satisfies RuleInForce
})

const insert = {
  statement: sqlQuery("insert-high-usage-rule"),
  structure: [
    "version UInt64",
    "deviations Decimal(18, 6)",
    "ratio Decimal(18, 6)",
    "floor Decimal(18, 6)",
    "weeks UInt16",
    "samples UInt16",
    "recent_days UInt16",
    "actor String",
  ].join(", "),
}

interface RuleVersion {
  readonly rule: HighUsageRule
  readonly by: string
  readonly version: number
}

const writeRow: Parameters<typeof insertScratchRows<RuleVersion>>[2] = (out, row) => {
  const { rule, by, version } = row
  out.uint64(BigInt(version))
  out.int64(rule.deviations)
  out.int64(rule.ratio)
  out.int64(rule.floor)
  out.uint16(rule.weeks)
  out.uint16(rule.samplesMin)
  out.uint16(rule.recentDays)
  out.string(by)
}
