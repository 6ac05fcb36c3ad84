/** A rule that somebody is typing, what it would flag, and the way to put it in force. */
import { createEffect, createSignal, on, onCleanup } from "solid-js"
import { createAct } from "../create-act.ts"
import { createRead } from "../create-read.ts"
import type { Filter } from "../filters.ts"
import { exactCredits, readNumber } from "../format-number.ts"
import { operationsClient } from "../operations-client.ts"
import { type RuleConstants, readRule } from "../operations-words.ts"

const PAUSE_MS = 250
export const ruleFields = ["deviations", "ratio", "floor"] as const
export type RuleField = (typeof ruleFields)[number]

export const createRuleDraft = (props: {
  readonly tz: string
  readonly filters: ReadonlyArray<Filter>
  readonly onUsed: () => void
}) => {
  // What was typed; the rest is as in the rule in force.
  const [draft, setDraft] = createSignal<Partial<Record<RuleField, string>>>({})
  const [asked, setAsked] = createSignal<Partial<RuleConstants>>({})
  const [done, setDone] = createSignal(false)
  const read = createRead(
    () => ({ ...asked(), tz: props.tz, filters: props.filters }),
    operationsClient.preview,
  )
  // Nothing until it is known: what is not typed would be taken for zero.
  const inForce = (field: RuleField) => {
    const known = read.latest()
    return known === undefined ? "" : exactCredits(known.in_force.rule[field])
  }
  const shown = (field: RuleField) => draft()[field] ?? inForce(field)
  const isChanged = (field: RuleField) => shown(field) !== inForce(field)
  const changed = () => ruleFields.filter(isChanged)
  const rule = () =>
    readRule({
      deviations: readNumber(shown("deviations")),
      ratio: readNumber(shown("ratio")),
      floor: readNumber(shown("floor")),
    })
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const ask = () => {
    clearTimeout(timer)
    const typed = changed().length === 0 ? {} : rule()
    if (typed !== undefined) timer = setTimeout(() => setAsked(typed), PAUSE_MS)
  }
  createEffect(on(draft, ask, { defer: true }))
  const act = createAct()
  const use = () =>
    act.run(async () => {
      const wanted = rule()
      if (wanted === undefined) return
      await operationsClient.putRule(wanted)
      setDraft({})
      setAsked({})
      setDone(true)
      read.again()
      props.onUsed()
    })
  const type = (field: RuleField, text: string) => {
    setDone(false)
    setDraft({ ...draft(), [field]: text })
  }
  const reset = () => setDraft({})
  return { read, shown, inForce, isChanged, changed, rule, type, reset, use, done, act }
}
