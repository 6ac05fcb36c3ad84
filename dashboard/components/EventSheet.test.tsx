import { cleanup, render, screen } from "@solidjs/testing-library"
import { userEvent } from "@testing-library/user-event"
import { createSignal } from "solid-js"
import { afterEach, beforeEach, expect, it } from "vitest"
import { transaction } from "../testing/answers.ts"
import { useFakeApi, useWideWindow } from "../testing/api.ts"
import { story } from "../testing/story.ts"
import { EventSheet } from "./EventSheet.tsx"

beforeEach(useWideWindow)
afterEach(cleanup)

const of = "/v1/accounts/studio-north/events"
const entries = ["a", "b", "c"].map((id) => transaction({ id }))

const show = (answers: Record<string, () => unknown> = {}) => {
  useFakeApi(
    Object.fromEntries(
      entries.map(({ id }) => [
        `${of}/${id}`,
        answers[id] ??
          (() => story({ id, transaction: transaction({ id, operation: `operation-${id}` }) })),
      ]),
    ),
  )
  const [id, setId] = createSignal("b")
  let closed = 0
  render(() => (
    <EventSheet
      account="studio-north"
      id={id()}
      zone="UTC"
      entries={entries}
      onMove={setId}
      onDay={() => undefined}
      onClose={() => closed++}
    />
  ))
  return { id, closed: () => closed }
}

it("tells the story of the entry, and steps through its neighbours, never beyond an end", async () => {
  const { id } = show()
  await screen.findByRole("heading", { name: /operation-b took 20 credits/ })
  screen.getByRole("button", { name: "Close" }).focus()
  await userEvent.keyboard("j")
  await screen.findByRole("heading", { name: /operation-c/ })
  await userEvent.keyboard("jjkk")
  expect(id()).toBe("a")
  expect(screen.getByRole("button", { name: "Next newer entry" })).toHaveProperty("disabled", true)
})

it("never shows one entry's story under another's name", async () => {
  show({ c: () => new Promise(() => undefined) })
  await screen.findByRole("heading", { name: /operation-b/ })
  screen.getByRole("button", { name: "Close" }).focus()
  await userEvent.keyboard("j")
  expect(screen.queryByRole("heading", { name: /operation-b/ })).toBeNull()
})

it("closes on Escape and by its button", async () => {
  const { closed } = show()
  await screen.findByRole("heading", { name: /operation-b/ })
  screen.getByRole("button", { name: "Close" }).focus()
  await userEvent.keyboard("{Escape}")
  await userEvent.click(screen.getByRole("button", { name: "Close" }))
  expect(closed()).toBe(2)
})

it("says what failed, and tries again", async () => {
  useFakeApi({})
  render(() => (
    <EventSheet
      account="studio-north"
      id="gone"
      zone="UTC"
      entries={[]}
      onMove={() => undefined}
      onDay={() => undefined}
      onClose={() => undefined}
    />
  ))
  await screen.findByText(/The entry's story could not be loaded/)
  expect(screen.getByRole("button", { name: "Retry" })).toBeTruthy()
})
