import { assert, it } from "@effect/vitest"
import { isFaulty } from "./server-version.ts"

it.each([
  { version: "26.7.3.9", faulty: false },
  { version: "26.7.3.8", faulty: true },
  { version: "26.7.2.1", faulty: true },
  { version: "26.7.4.1", faulty: false },
  { version: "26.6.3.19", faulty: false },
  { version: "26.5.7.19", faulty: true },
  { version: "26.4.9.99", faulty: true },
  { version: "25.8.1.1", faulty: true },
  { version: "26.8.1.1", faulty: false },
  { version: "27.1.1.1", faulty: false },
  { version: "26.7.3.9.altinitystable", faulty: false },
])("knows whether $version has the faults: $faulty", ({ version, faulty }) => {
  assert.strictEqual(isFaulty(version), faulty)
})
