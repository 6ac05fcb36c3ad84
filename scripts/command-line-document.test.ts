import { expect, it } from "vitest"
import { COMMAND_LINE_DOCUMENT, commandLineDocument } from "./command-line-document.ts"
import { readDocument } from "./testing/documents.ts"

it("docs/command-line.md is what the commands say of themselves", () => {
  expect(readDocument(COMMAND_LINE_DOCUMENT)).toBe(commandLineDocument())
})
