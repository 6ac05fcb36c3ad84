import { expect, test } from "vitest"
import { tortureArguments } from "./arguments.ts"

test("takes every mode, a hundred kills and a seed of chance when nothing is said", () => {
  expect(tortureArguments([], 77)).toEqual({
    modes: ["http", "kafka", "workers"],
    kills: 100,
    seed: 77,
    eventsPerKill: 1000,
    minutesMax: 1440,
    brokers: 1,
    outage: null,
    without: null,
  })
})

test("reads what is said", () => {
  const args = ["--mode", "kafka", "--brokers=3", "--outage", "60", "--without=token", "--seed=5"]
  expect(tortureArguments(args, 77)).toMatchObject({
    modes: ["kafka"],
    seed: 5,
    brokers: 3,
    outage: 60,
    without: "token",
  })
  expect(tortureArguments(["--help"], 1)).toBe("help")
})

test.each([
  [["--kills=many"], "--kills must be a whole number"],
  [["--mode=both"], "--mode must be one of http, kafka, workers"],
  [["--brokers=2"], "--brokers must be one of 1, 3"],
  [["--without=hope"], "--without must be one of token, intent, known-ids"],
  [["--klls=1"], "--klls"],
])("refuses %j by name", (args, reason) => {
  expect(() => tortureArguments(args, 1)).toThrow(reason)
})
