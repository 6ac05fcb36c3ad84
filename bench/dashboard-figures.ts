/** A measured figure beside what it should be. Smaller is better for all of them. */

import type { Effect } from "effect"
import type { Browser } from "playwright-core"
import type { apiProcess } from "./api-process.ts"

export interface Figure {
  /** As the goals are numbered: `P1`. */
  readonly name: string
  readonly what: string
  readonly unit: "ms" | "kB" | "MB" | ""
  readonly floor: number
  readonly goal: number
  readonly measured: number
}

export interface Bench {
  readonly browser: Browser
  readonly api: Effect.Success<ReturnType<typeof apiProcess>>
}

export const heads = "| # | measure | floor | goal | measured | pass |\n|---|---|---|---|---|---|"

export const figureLine = ({ name, what, unit, floor, goal, measured }: Figure): string => {
  const shown = (figure: number) =>
    `${Number.isInteger(figure) ? figure : figure.toFixed(figure < 1 ? 3 : 1)} ${unit}`.trim()
  const pass = measured <= goal ? "goal" : measured <= floor ? "floor" : "MISSED"
  return `| ${name} | ${what} | ${shown(floor)} | ${shown(goal)} | ${shown(measured)} | ${pass} |`
}
