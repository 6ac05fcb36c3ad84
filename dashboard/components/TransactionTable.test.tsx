import { cleanup, render, screen, within } from "@solidjs/testing-library"
import { userEvent } from "@testing-library/user-event"
import { afterEach, expect, it } from "vitest"
import type { Transaction } from "#api/contract.ts"
import { columnIds } from "../ledger-columns.ts"
import { transaction, transactions } from "../testing/answers.ts"
import type { Sort } from "../url-state.ts"
import { TransactionTable } from "./TransactionTable.tsx"
import { visibility } from "./transaction-columns.ts"

afterEach(cleanup)

const show = (
  list: ReadonlyArray<Transaction>,
  room: "full" | "middling" = "full",
  sort: Sort = "-occurred_at",
) => {
  const opened: string[] = []
  render(() => (
    <TransactionTable
      page={transactions(list, {
        days: [
          {
            day: "2026-11-21",
            spend: "161.5",
            purchase: "0",
            refund: "0",
            bonus: "0",
            count: 7,
          },
        ],
      })}
      today="2026-11-21"
      caption="1–2 of 2"
      visible={visibility(columnIds, room)}
      opened={undefined}
      sort={sort}
      filtered={false}
      onSort={(next) => opened.push(next)}
      onPick={(...picked) => opened.push(picked.join(" "))}
      onOpen={(id) => opened.push(id)}
    />
  ))
  return opened
}
const cell = (row: HTMLElement, index: number) => within(row).getAllByRole("cell")[index]

it("heads each day with the whole day's sums", () => {
  show([transaction()])
  expect(screen.getByRole("rowheader", { name: "Today, Saturday 21 November" })).toBeTruthy()
  expect(screen.getByText("−161.5 spent")).toBeTruthy()
})

it("lines up credits and balances with as few decimals as hold them all", () => {
  show([
    transaction({ id: "a", credits: "-20", balance_after: "12480" }),
    transaction({ id: "b", credits: "-12.5", balance_after: "12500" }),
  ])
  const [first, second] = screen.getAllByRole("row").slice(2)
  expect(first && cell(first, 5)?.textContent).toBe("−20.0")
  expect(second && cell(second, 5)?.textContent).toBe("−12.5")
  expect(first && cell(first, 7)?.textContent).toBe("12,480")
})

it("gives figures the room that the longest of them takes", () => {
  show([
    transaction({ id: "a", credits: "999999999999.999999", balance_after: "-0.000001" }),
    transaction({ id: "b", credits: "-1", balance_after: "1", amount: "49.00", currency: "EUR" }),
  ])
  const { style } = screen.getByRole("table")
  expect(
    ["--credits", "--amount", "--balance"].map((name) => style.getPropertyValue(name)),
  ).toEqual(["+999,999,999,999.999999", "€49.00", "−0.000001"].map((text) => `${text.length}ch`))
})

it("says a type in words, and a purchase with its money", () => {
  show([transaction({ type: "purchase", credits: "5000", amount: "49.00", currency: "EUR" })])
  const row = screen.getAllByRole("row").at(-1)
  expect(row?.textContent).toContain("Purchase")
  expect(row?.textContent).toContain("+5,000")
  expect(row?.textContent).toContain("€49.00")
})

it("links an https receipt in a new tab and says so", () => {
  show([transaction({ reference: "https://pay.example.com/receipts/pay_42" })])
  const link = screen.getByRole("link", { name: /^pay_42 ?\(opens in a new tab\)$/ })
  expect(link.getAttribute("rel")).toBe("noopener noreferrer")
  expect(link.getAttribute("target")).toBe("_blank")
})

it.each(["javascript:alert(1)", "http://pay.example.com/1", "data:text/html,x", "INV-7"])(
  "shows %s as text that can be copied, never as a link",
  (reference) => {
    show([transaction({ reference })])
    expect(screen.queryByRole("link")).toBeNull()
    expect(screen.getByRole("button", { name: `Copy ${reference}` })).toBeTruthy()
  },
)

it("shows what is in a description as text", () => {
  show([transaction({ description: "<img src=x onerror=alert(1)>" })])
  expect(screen.getByText("<img src=x onerror=alert(1)>")).toBeTruthy()
})

it("leaves out secondary columns where there is little room", () => {
  show([transaction()], "middling")
  const heads = screen.getAllByRole("columnheader").map((head) => head.textContent)
  expect(heads).toEqual(["Time ↓", "Description", "Category", "Type", "Credits ↕", "Balance after"])
})

it("is ordered by time, newest first, and says so", () => {
  show([transaction()])
  const head = screen.getByRole("columnheader", { name: /Time/ })
  expect(head.getAttribute("aria-sort")).toBe("descending")
})

it("opens an entry by a click on its row and by its button, but not by a link in it", async () => {
  const opened = show([transaction({ reference: "INV-7" })])
  await userEvent.click(screen.getByText("Spend"))
  expect(opened).toEqual(["t1"])
  screen.getByRole("button", { name: /^13:32, Tool: keyframeGenerate$/ }).focus()
  await userEvent.keyboard("{Enter}")
  expect(opened).toEqual(["t1", "t1"])
  await userEvent.click(screen.getByRole("button", { name: "Copy INV-7" }))
  expect(opened).toHaveLength(2)
})

it("asks for another order, largest first, and marks one head alone", async () => {
  const asked = show([transaction()])
  await userEvent.click(screen.getByRole("button", { name: "Credits" }))
  await userEvent.click(screen.getByRole("button", { name: "Time" }))
  expect(asked).toEqual(["-credits", "occurred_at"])
  const marked = screen.getAllByRole("columnheader").filter((head) => head.ariaSort !== null)
  expect(marked.map((head) => head.textContent)).toEqual(["Time ↓"])
})

it("dates each row and heads no day where it is ordered by credits", () => {
  show([transaction({ day: "2026-11-20" })], "full", "credits")
  expect(screen.queryByRole("rowheader")).toBeNull()
  expect(screen.getByRole("button", { name: /^20 Nov, 13:32/ })).toBeTruthy()
})

it("filters by a category that is pressed, and with Alt leaves it out", async () => {
  const picked = show([transaction()])
  const category = screen.getByRole("button", { name: "Image Generation" })
  const user = userEvent.setup()
  await user.click(category)
  await user.keyboard("{Alt>}")
  await user.click(category)
  expect(picked).toEqual(["category Image Generation is", "category Image Generation not"])
})
