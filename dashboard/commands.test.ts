import { expect, it } from "vitest"
import { type Command, findCommands, RESULTS_MAX } from "./commands.ts"

const command = (
  text: string,
  group: Command["group"],
  change: Partial<Command> = {},
): Command => ({
  id: text,
  group,
  text,
  ...change,
})
const commands = [
  command("History: statement, month by month", "goTo"),
  command("This month", "days"),
  command("Previous month", "days", { deep: true }),
  command("Group by month", "bars"),
  command("Category is Image Generation", "filter", { deep: true }),
  command("Dark", "act"),
]
const shown = (query: string, recent: ReadonlyArray<string> = []) =>
  findCommands(commands, query, recent).map(
    ({ group, found }) => `${group}: ${found.map(({ command }) => command.text).join(" | ")}`,
  )

it("lists by group while nothing is typed, without what is one of many", () => {
  expect(shown(" ")).toEqual([
    "goTo: History: statement, month by month",
    "days: This month",
    "bars: Group by month",
    "act: Dark",
  ])
})

it("puts the group of the best fit first, and the best fit first in it", () => {
  expect(shown("thim")).toEqual(["days: This month"])
  expect(shown("month")).toEqual([
    "goTo: History: statement, month by month",
    "days: This month | Previous month",
    "bars: Group by month",
  ])
  expect(shown("previous m")).toEqual(["days: Previous month"])
  expect(shown("image")).toEqual(["filter: Category is Image Generation"])
})

it("puts first what was run last, where it fits, and nowhere else", () => {
  expect(shown("month", ["Dark", "Group by month"])).toEqual([
    "recent: Group by month",
    "goTo: History: statement, month by month",
    "days: This month | Previous month",
  ])
  expect(shown("", ["Group by month", "gone"])[0]).toBe("recent: Group by month")
})

it("lists no more than can be looked through", () => {
  const many = Array.from({ length: 100 }, (_, i) => command(`Value ${i}`, "filter"))
  for (const query of ["", "val"])
    expect(findCommands(many, query, []).flatMap(({ found }) => found)).toHaveLength(RESULTS_MAX)
})
