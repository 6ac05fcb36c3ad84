import { expect, test } from "vitest"
import { parseJavaVersion } from "./java.ts"

test.each([
  ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17, "17.0.15"],
  ['openjdk version "21" 2023-09-19', 21, "21"],
  ['java version "1.8.0_392"', 8, "1.8.0_392"],
  ['openjdk version "26-ea" 2026-03-17', 26, "26-ea"],
  ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "17.0.2"', 17, "17.0.2"],
])("reads %j", (output, major, text) => {
  expect(parseJavaVersion(output)).toEqual({ major, text })
})

test.each(["", "The operation couldn’t be completed. Unable to locate a Java Runtime."])(
  "finds no version in %j",
  (output) => {
    expect(parseJavaVersion(output)).toBeUndefined()
  },
)
