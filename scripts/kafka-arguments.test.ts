import { expect, test } from "vitest"
import { kafkaArguments } from "./kafka-arguments.ts"

test("takes the usual port and folder when nothing is said", () => {
  expect(kafkaArguments([])).toEqual({ port: 9092, dir: ".cache/kafka-data" })
})

test("the last port wins, so that an argument overrides KAFKA_PORT", () => {
  expect(kafkaArguments(["--port", "9092", "--port=0", "--dir", "/tmp/k"])).toEqual({
    port: 0,
    dir: "/tmp/k",
  })
})

test.each(["65536", "-1", "9e3", "1.5", "", "http"])("refuses %j as a port by name", (port) => {
  expect(() => kafkaArguments([`--port=${port}`])).toThrow(
    `port (--port, KAFKA_PORT) must be 0 to 65535, not "${port}"`,
  )
})

test("refuses an empty folder, an unknown option and a stray word", () => {
  expect(() => kafkaArguments(["--dir="])).toThrow("--dir must name a folder")
  expect(() => kafkaArguments(["--prot=1"])).toThrow("--prot")
  expect(() => kafkaArguments(["9093"])).toThrow("9093")
})

test("asks for help", () => {
  expect(kafkaArguments(["--port", "9092", "--help"])).toBe("help")
})
