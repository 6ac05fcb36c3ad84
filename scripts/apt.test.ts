import { expect, test } from "vitest"
import { mayPass } from "./apt.ts"

test.each([
  "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 71 (apt-get)",
  "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?",
  "E: Failed to fetch http://deb.example/chromium.deb  Connection timed out",
])("tries again after %j", (output) => {
  expect(mayPass(output)).toBe(true)
})

test("does not try again for a package that does not exist", () => {
  expect(mayPass("E: Unable to locate package openjdk-17-jre-headless")).toBe(false)
})
