import { Route, Router } from "@solidjs/router"
import { cleanup, render, screen } from "@solidjs/testing-library"
import { userEvent } from "@testing-library/user-event"
import { afterEach, beforeEach, expect, it } from "vitest"
import { runAction } from "../actions.ts"
import { setOpenPanel } from "../open-panel.ts"
import { bucket, meta, overview, usage } from "../testing/answers.ts"
import { useFakeApi, useWideWindow } from "../testing/api.ts"
import { Shell } from "./Shell.tsx"

beforeEach(useWideWindow)
afterEach(() => {
  cleanup()
  setOpenPanel(undefined)
  history.replaceState(null, "", "/")
})

const of = "/v1/accounts/studio-north"
const account = { account: "studio-north", name: "Studio North", time_zone: "UTC", about: null }
const days = [
  bucket("2026-11-09", { spend: "1204" }),
  bucket("2026-11-20", { spend: "10.5" }),
  bucket("2026-11-21", { spend: "2" }),
]
const values = {
  category: ["Image Generation", "Research"],
  operation: ["upscale"],
  type: ["spend"],
}

const open = async (path = "/usage?account=studio-north") => {
  history.replaceState(null, "", path)
  const api = useFakeApi({
    [of]: () => ({ ...account, meta }),
    [`${of}/overview`]: () => overview(),
    [`${of}/usage`]: () => usage(days, { first_day: "2025-11-22", last_day: "2026-11-21" }),
    [`${of}/breakdown`]: (url) => {
      const by = url.searchParams.get("by") as keyof typeof values
      return { values: values[by].map((key) => ({ key, count: 28, spend: "420" })), meta }
    },
    "/v1/accounts": () => ({
      accounts: [{ account: "mana", name: "Mana Gallery", balance: "991" }],
      next: null,
      meta,
    }),
    "/v1/session": () => ({ accounts: null, admin: true, scopes: [] }),
  })
  render(() => (
    <Router root={Shell}>
      <Route path="*" component={() => <h1>A screen</h1>} />
    </Router>
  ))
  await screen.findByRole("heading", { name: "A screen" })
  await userEvent.keyboard("{Control>}k{/Control}")
  const field = await screen.findByRole("combobox", {}, { timeout: 10_000 })
  await screen.findByRole("option", { name: /the highest day 1,204 credits/ })
  return { ...api, field }
}
const options = () => screen.queryAllByRole("option").map((option) => option.textContent)
const marked = () => screen.getByRole("option", { selected: true }).textContent
const query = () => new URLSearchParams(location.search)

it("says of each option what it gives, and runs the one that is marked", async () => {
  const { field } = await open()
  expect(document.activeElement).toBe(field)
  await userEvent.keyboard("90")
  expect(options()).toEqual(["Last 90 days 24 Aug – 21 Nov · 1,216.5 credits↵"])
  expect(field.getAttribute("aria-activedescendant")).toBe(
    screen.getByRole("option", { selected: true }).id,
  )
  await userEvent.keyboard("{Enter}")
  await expect.poll(() => query().get("range")).toBe("90d")
  expect(screen.queryByRole("combobox")).toBeNull()
})

it("moves through the options and around their ends", async () => {
  await open()
  await userEvent.keyboard("go to{ArrowDown}")
  expect(marked()).toContain("highest day")
  await userEvent.keyboard("{ArrowUp}{ArrowUp}")
  expect(marked()).toBe(options().at(-1))
})

it("completes a field with Tab, and filters by the value that is chosen", async () => {
  await open()
  await userEvent.keyboard("filter cat{Tab}")
  expect(options()).toEqual([
    "Category is Image Generation 28 entries · 420 credits↵",
    "Category is Research 28 entries · 420 credits",
  ])
  await userEvent.keyboard("res{Enter}")
  await expect.poll(() => query().get("f")).toBe("category:is:Research")
})

it("goes to a day that is typed, in the days that are shown where it is among them", async () => {
  await open()
  await userEvent.keyboard("20 nov")
  expect(marked()).toBe("Go to Fri 20 Nov 10.5 credits↵")
  await userEvent.keyboard("{Enter}")
  await expect.poll(() => query().get("day")).toBe("2026-11-20")
  runAction("commands")
  await screen.findByRole("combobox")
  await userEvent.keyboard("3/2{Enter}")
  await expect.poll(() => query().get("from")).toBe("2026-02-03")
})

it("finds accounts by asking, and puts first what was run before", async () => {
  const { asked } = await open()
  await userEvent.keyboard("mana")
  await expect.poll(() => asked.some((path) => path.includes("q=mana"))).toBe(true)
  expect(options()).toEqual(["Mana Gallery 991 credits↵"])
  await userEvent.click(screen.getByRole("button", { name: "Esc" }))
  runAction("commands")
  await userEvent.type(await screen.findByRole("combobox"), "last 7{Enter}")
  await expect.poll(() => query().get("range")).toBe("7d")
  runAction("commands")
  await screen.findByRole("combobox")
  expect(screen.getAllByRole("group")[0]?.textContent).toMatch(/^RecentLast 7 days/)
})

it("says so where nothing fits", async () => {
  const { field } = await open()
  await userEvent.keyboard("qqq")
  expect(field.getAttribute("aria-expanded")).toBe("false")
  expect(screen.getByText(/Nothing fits/)).toBeTruthy()
})
