import { cleanup, configure, render, screen } from "@solidjs/testing-library"
import { userEvent } from "@testing-library/user-event"
import { afterEach, beforeEach, expect, it } from "vitest"
import { App } from "./App.tsx"
import {
  bucket,
  forecast,
  meta,
  overview,
  refundCheck,
  transaction,
  transactions,
  usage,
} from "./testing/answers.ts"
import { type FakeAnswers, useFakeApi, useWideWindow } from "./testing/api.ts"

// Much of a page comes after it, and a busy machine may take its time.
configure({ asyncUtilTimeout: 10_000 })
beforeEach(useWideWindow)
afterEach(() => {
  cleanup()
  history.replaceState(null, "", "/")
})

const account = {
  account: "studio-north",
  name: "Studio North",
  time_zone: "UTC",
  plan: null,
  allowance: null,
  period_anchor_day: 1,
  low_balance_mark: null,
  about: "Generated, not real: a studio",
}
const of = "/v1/accounts/studio-north"
const answers: FakeAnswers = {
  [of]: () => ({ ...account, meta }),
  [`${of}/overview`]: () => overview(),
  [`${of}/usage`]: () => usage([bucket("2026-11-20", { spend: "10" }), bucket("2026-11-21")]),
  [`${of}/transactions`]: () => transactions([transaction()]),
  [`${of}/forecast`]: () => forecast(),
  [`${of}/refund-check`]: () => refundCheck(),
  [`${of}/breakdown`]: () => ({ values: [], meta }),
}

const show = (path: string, change: FakeAnswers = {}) => {
  history.replaceState(null, "", path)
  const api = useFakeApi({ ...answers, ...change })
  render(() => <App />)
  return api
}
const query = () => new URLSearchParams(location.search)

it("shows the page of the account in the address", async () => {
  show("/usage?account=studio-north")
  await screen.findByRole("heading", { level: 1, name: /12,480 credits left/ })
  await screen.findByText("Tool: keyframeGenerate")
  expect(screen.getByRole("meter").getAttribute("aria-valuetext")).toBe(
    "62 percent used, 70 percent of the period gone",
  )
})

it("looks ahead, and compares with the days before once that is chosen", async () => {
  const { asked } = show("/usage?account=studio-north")
  await screen.findByText(/about 14 Dec/)
  await screen.findByText("No failure and no refund in these days.")
  await userEvent.selectOptions(screen.getByLabelText("Compare with"), "prev")
  await expect.poll(() => query().get("compare")).toBe("prev")
  await expect
    .poll(() => asked.filter((path) => path.includes("compare=prev&match=weekday")))
    .toHaveLength(1)
})

it("puts a chosen preset into the address and asks for it, once", async () => {
  const { asked } = show("/usage?account=studio-north")
  await userEvent.click(await screen.findByRole("button", { name: /^Days/ }))
  await userEvent.click(screen.getByRole("button", { name: /^Last 90 days/ }))
  await expect.poll(() => query().get("range")).toBe("90d")
  await expect.poll(() => asked.filter((path) => path.includes("usage?range=90d"))).toHaveLength(1)
})

it("names what each preset means today, and closes on Escape with the focus back", async () => {
  show("/usage?account=studio-north")
  await screen.findByRole("heading", { level: 1, name: /12,480/ })
  const button = screen.getByRole("button", { name: /^Days/ })
  await userEvent.click(button)
  expect(screen.getByRole("button", { name: "Last 30 days 23 Oct – 21 Nov" })).toBeTruthy()
  await userEvent.keyboard("{Escape}")
  expect(screen.queryByRole("dialog")).toBeNull()
  expect(document.activeElement).toBe(button)
})

it("swaps two dates that are the wrong way round", async () => {
  show("/usage?account=studio-north")
  await userEvent.click(await screen.findByRole("button", { name: /^Days/ }))
  const type = async (label: string, day: string) => {
    await userEvent.clear(screen.getByLabelText(label))
    await userEvent.type(screen.getByLabelText(label), day)
  }
  await type("From", "2026-11-10")
  await type("To", "2026-11-01")
  await userEvent.click(screen.getByRole("button", { name: "Show these days" }))
  await expect.poll(() => query().get("from")).toBe("2026-11-01")
  expect(query().get("to")).toBe("2026-11-10")
})

it("goes on working where one section fails, says what failed, and retries just that", async () => {
  let broken = true
  const { asked } = show("/usage?account=studio-north", {
    [`${of}/transactions`]: () => (broken ? undefined : transactions([transaction()])),
  })
  const retry = await screen.findByRole("button", { name: "Retry" })
  expect(screen.getByText("The entries could not be loaded.")).toBeTruthy()
  await screen.findByRole("heading", { level: 1, name: /12,480/ })
  broken = false
  const before = asked.filter((path) => path.includes("/usage?")).length
  await userEvent.click(retry)
  await screen.findByText("Tool: keyframeGenerate")
  expect(screen.queryByText("The entries could not be loaded.")).toBeNull()
  expect(asked.filter((path) => path.includes("/usage?"))).toHaveLength(before)
})

it("names the filter without which most entries are back, and the number of what failed", async () => {
  show("/usage?account=studio-north&f=type:is:bonus&f=category:is:Video", {
    [`${of}/transactions`]: (url) => {
      const [first = "", second] = url.searchParams.getAll("filter")
      if (second !== undefined) return transactions([])
      return transactions([transaction()], { count: first.startsWith("type") ? 4 : 312 })
    },
    [`${of}/usage`]: () => undefined,
  })
  await userEvent.click(
    await screen.findByRole("button", { name: "Without “Type is Bonus”: 312 entries" }),
  )
  await expect.poll(() => query().getAll("f")).toEqual(["category:is:Video"])
  expect(screen.getByText("request-7")).toBeTruthy()
})

it("says so where there is no such account", async () => {
  show("/usage?account=nobody")
  await screen.findByRole("heading", { name: /There is no account “nobody” here/ })
})

it("says what it left out of an address it did not understand", async () => {
  show("/usage?account=studio-north&range=fortnight")
  await screen.findByText("Not understood in the address, and left out: range.")
})

it("never shows one account's figures under another's name", async () => {
  const other = "/v1/accounts/mana"
  show("/usage?account=studio-north", {
    [other]: () => ({ ...account, account: "mana", name: "Mana", meta }),
    "/v1/accounts": () => ({
      accounts: [{ ...account, account: "mana", name: "Mana", balance: "1", last_activity: null }],
      next: null,
      meta,
    }),
  })
  await screen.findByRole("heading", { level: 1, name: /12,480/ })
  await userEvent.click(screen.getByRole("button", { name: /^Account/ }))
  await userEvent.click(await screen.findByRole("button", { name: /Mana/ }))
  await expect.poll(() => query().get("account")).toBe("mana")
  expect(screen.queryByText(/12,480/)).toBeNull()
  expect(screen.queryByText("Tool: keyframeGenerate")).toBeNull()
})

it("refuses a sheet for more entries than one holds, and offers a format that holds them", async () => {
  show("/usage?account=studio-north", {
    [`${of}/transactions`]: () => ({ ...transactions([transaction()]), count: 2_000_000 }),
    [`${of}/statement`]: () => ({ statement: [], meta }),
  })
  await screen.findByText("Tool: keyframeGenerate")
  await userEvent.keyboard("e")
  const format = await screen.findByLabelText("Format")
  await screen.findByText(/^about 2 million rows, about [\d.]+ MB$|^2,000,000 rows, about/)
  await userEvent.selectOptions(format, "xlsx")
  await screen.findByText(/A sheet holds 1,048,575 rows, and these are 2,000,000/)
  const start = () => screen.getByRole<HTMLButtonElement>("button", { name: /^Export / })
  expect(start().disabled).toBe(true)
  await userEvent.click(screen.getByRole("button", { name: "Use Parquet" }))
  expect(start().disabled).toBe(false)
  expect(start().textContent).toBe("Export Parquet")
})
