import { cleanup, render, screen } from "@solidjs/testing-library"
import { userEvent } from "@testing-library/user-event"
import { createSignal } from "solid-js"
import { afterEach, beforeEach, expect, it } from "vitest"
import { barsOf } from "../skyline-bars.ts"
import { bucket, usage } from "../testing/answers.ts"
import { useWideWindow } from "../testing/api.ts"
import { Skyline } from "./Skyline.tsx"

beforeEach(useWideWindow)
afterEach(cleanup)

const bars = barsOf(
  usage(
    Array.from({ length: 30 }, (_, i) =>
      bucket(`2026-10-${String(i + 1).padStart(2, "0")}`, { spend: String(i) }),
    ),
  ),
  { zone: "UTC", today: "2026-11-21", firstEntry: undefined },
)
const drawing = { average: 14.5, averageLabel: ["avg 14.5"], openingBalance: 0, highest: undefined }

const show = (start: number) => {
  const [active, setActive] = createSignal<number | undefined>(start)
  const opened: number[] = []
  render(() => (
    <Skyline
      bars={bars}
      drawing={drawing}
      label="Daily usage, bar by bar"
      active={active() ?? 29}
      onHover={() => undefined}
      onPick={setActive}
      onOpen={(index) => opened.push(index)}
    />
  ))
  const slider = screen.getByRole("slider", { name: "Daily usage, bar by bar" })
  return { slider, opened, at: () => slider.getAttribute("aria-valuenow") }
}

it("is one stop of the Tab key, described by its keys", async () => {
  const { slider } = show(10)
  await userEvent.tab()
  expect(document.activeElement).toBe(slider)
  const keys = document.getElementById(slider.getAttribute("aria-describedby") ?? "")
  expect(keys?.textContent).toContain("Enter shows the entries")
  await userEvent.tab()
  expect(document.activeElement).toBe(document.body)
})

it("says the marked bar's readout", () => {
  const { slider } = show(10)
  expect(slider.getAttribute("aria-valuetext")).toBe("Sun 11 Oct · 10 credits")
})

it.each([
  ["{ArrowRight}", "12"],
  ["{ArrowLeft}", "10"],
  ["{PageDown}", "18"],
  ["{PageUp}", "4"],
  ["{Home}", "1"],
  ["{End}", "30"],
  ["{PageUp}{PageUp}{PageUp}", "1"],
  ["{PageDown}{PageDown}{PageDown}", "30"],
  ["{Home}{Escape}", "30"],
])("moves by %s to bar %s, and never beyond an end", async (keys, expected) => {
  const { slider, at } = show(10)
  slider.focus()
  await userEvent.keyboard(keys)
  expect(at()).toBe(expected)
})

it("opens the marked bar on Enter", async () => {
  const { slider, opened } = show(10)
  slider.focus()
  await userEvent.keyboard("{ArrowLeft}{Enter}")
  expect(opened).toEqual([9])
})

it("leaves other keys to the page", async () => {
  const { slider, at } = show(10)
  slider.focus()
  await userEvent.keyboard("x{Control>}c{/Control}")
  expect(at()).toBe("11")
})
