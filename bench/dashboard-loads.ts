/** Each screen from an empty cache: when its largest piece is painted, what moves, and how long it blocks. */
import { setTimeout as sleep } from "node:timers/promises"
import type { Bench, Figure } from "./dashboard-figures.ts"
import { onRig, pathOf, type Seen, seenOf } from "./dashboard-rig.ts"
import { median } from "./measure.ts"

const ROUNDS = 5
const SCREENS = ["/usage", "/usage/history", "/explore", "/operations", "/exports"]
/** What comes late, such as a shift by what is loaded last, is still counted. */
const AFTERWARDS_MS = 1_000

export const measureLoads = async (bench: Bench): Promise<ReadonlyArray<Figure>> => {
  const figures: Figure[] = []
  for (const screen of SCREENS) {
    const loads: Seen[] = []
    for (let round = 0; round < ROUNDS; round++)
      loads.push(
        await onRig(bench, { slowed: true, path: pathOf(screen) }, async ({ page }) => {
          await sleep(AFTERWARDS_MS)
          return seenOf(page)
        }),
      )
    const of = (pick: (seen: Seen) => number) => median(loads.map(pick))
    figures.push(
      {
        name: "P1",
        what: `LCP ${screen}`,
        unit: "ms",
        floor: 2_000,
        goal: 1_500,
        measured: of(({ paint }) => paint),
      },
      {
        name: "P2",
        what: `CLS ${screen}`,
        unit: "",
        floor: 0.05,
        goal: 0.01,
        measured: of(({ shift }) => shift),
      },
      {
        name: "P4",
        what: `blocking ${screen}`,
        unit: "ms",
        floor: 200,
        goal: 100,
        measured: of(({ blocked }) => blocked),
      },
    )
  }
  return figures
}
