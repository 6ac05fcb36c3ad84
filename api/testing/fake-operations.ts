/** What operations look at as doubles: a rule and notes that are kept, and arrivals that are always the same. */
import { Effect, Layer } from "effect"
import { ArrivalCounts } from "#warehouse/arrival-counts.ts"
import { type DayNote, DayNotes } from "#warehouse/day-notes.ts"
import { HIGH_USAGE_RULE } from "#warehouse/domain/high-usage.ts"
import { HighUsageRules, type RuleInForce } from "#warehouse/high-usage-rules.ts"
import { KeyUses } from "#warehouse/key-uses.ts"
import { type SavedView, SavedViews } from "#warehouse/saved-views.ts"

export const highUsageRules = (now: number) => {
  let inForce: RuleInForce = { rule: HIGH_USAGE_RULE, set: null }
  return Layer.succeed(HighUsageRules, {
    current: Effect.sync(() => inForce),
    put: (rule, by) =>
      Effect.sync(() => {
        inForce = { rule, set: { at: now, by } }
      }),
  })
}

export const dayNotes = (now: number) => {
  let notes: ReadonlyArray<DayNote> = [
    { account: null, day: "2026-03-04", text: "a holiday", at: now, by: "admin" },
  ]
  return Layer.succeed(DayNotes, {
    list: ({ days, account, limit }) =>
      Effect.sync(() => {
        const found = notes.filter(
          (note) =>
            note.day >= days.first &&
            note.day <= days.last &&
            (account === null || note.account === account),
        )
        return { notes: found.slice(0, limit), count: found.length }
      }),
    put: (note) =>
      Effect.sync(() => {
        const others = notes.filter(
          ({ account, day }) => account !== note.account || day !== note.day,
        )
        notes = note.text === "" ? others : [...others, { ...note, at: now }]
        return now
      }),
  })
}

export const savedViews = (now: number) => {
  let views: ReadonlyArray<SavedView> = [
    {
      ...{ owner: "key:k1", id: "weekly", name: "Weekly", address: "/explore?range=7d" },
      ...{ shared: true, at: now },
    },
  ]
  return Layer.succeed(SavedViews, {
    list: ({ owner, everyone, limit }) =>
      Effect.sync(() => {
        const found = views
          .filter((view) => view.owner === owner || (everyone && view.shared))
          .toSorted((a, b) => Number(b.owner === owner) - Number(a.owner === owner))
        return { views: found.slice(0, limit), count: found.length }
      }),
    put: (view) =>
      Effect.sync(() => {
        const others = views.filter(({ owner, id }) => owner !== view.owner || id !== view.id)
        views = view.name === "" ? others : [...others, { ...view, at: now }]
        return now
      }),
  })
}

/** What was used in the test, and nothing before. */
export const keyUses = (now: number) => {
  const seen = new Map<string, number>()
  return Layer.succeed(KeyUses, {
    used: (id) => Effect.sync(() => void seen.set(id, now)),
    latest: () => Effect.sync(() => seen),
    write: Effect.void,
  })
}

/** An event in a hundred is a duplicate; counting began five days before. */
export const arrivalCounts = (now: number) =>
  Layer.succeed(ArrivalCounts, {
    within: () =>
      Effect.succeed({
        counts: { accepted: 700, duplicate: 7, conflict: 2, rejected: 1, unreadable: 0 },
        countedSince: now - 5 * 86_400_000,
      }),
  })
