import { cleanup, render, screen } from "@solidjs/testing-library"
import { userEvent } from "@testing-library/user-event"
import { createSignal } from "solid-js"
import { afterEach, expect, it, vi } from "vitest"
import type { DayNote } from "../operations-client.ts"
import { NoteCell } from "./NoteCell.tsx"

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const kept: DayNote = {
  account: null,
  day: "2026-11-09",
  text: "A holiday.",
  at: "2026-11-10T08:12:00.000Z",
  by: "admin",
}

const show = (first: DayNote | undefined, admin = true) => {
  const sent: string[] = []
  const [note, setNote] = createSignal(first)
  vi.stubGlobal("fetch", async (input: string | URL, init: RequestInit) => {
    sent.push(`${init.method} ${new URL(input).pathname} ${init.body ?? ""}`.trim())
    return init.method === "DELETE"
      ? new Response(null, { status: 204 })
      : Response.json({ ...kept, text: JSON.parse(`${init.body}`).text })
  })
  const said: string[] = []
  render(() => (
    <NoteCell
      day="2026-11-09"
      label="Mon 9 Nov"
      note={note()}
      admin={admin}
      tz="Europe/Berlin"
      onChanged={(words) => {
        said.push(words)
        setNote(sent.at(-1)?.startsWith("DELETE") ? undefined : { ...kept, text: "Known." })
      }}
    />
  ))
  return { sent, said }
}

it("is written by keys alone, and gives the focus back", async () => {
  const { sent, said } = show(undefined)
  await userEvent.tab()
  await userEvent.keyboard("{Enter}")
  expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Note on Mon 9 Nov" }))
  await userEvent.keyboard("Known.{Control>}{Enter}{/Control}")
  expect(await screen.findByText("Known.")).toBeTruthy()
  expect(sent).toEqual(['PUT /v1/notes/2026-11-09 {"text":"Known."}'])
  expect(said).toEqual(["The note is pinned."])
  expect(document.activeElement).toBe(
    screen.getByRole("button", { name: "Edit the note of Mon 9 Nov" }),
  )
})

it("says who pinned it when, and is taken off", async () => {
  const { sent } = show(kept)
  expect(screen.getByText("pinned 10 Nov 2026, 09:12 by admin")).toBeTruthy()
  await userEvent.click(screen.getByRole("button", { name: "Take the note of Mon 9 Nov off" }))
  expect(await screen.findByRole("button", { name: "Add a note to Mon 9 Nov" })).toBeTruthy()
  expect(sent).toEqual(["DELETE /v1/notes/2026-11-09"])
})

it("offers nothing to who may only read", () => {
  show(kept, false)
  expect(screen.getByText("A holiday.")).toBeTruthy()
  expect(screen.queryByRole("button")).toBeNull()
})
