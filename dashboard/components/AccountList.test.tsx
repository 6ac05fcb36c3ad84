import { cleanup, render, screen } from "@solidjs/testing-library"
import { userEvent } from "@testing-library/user-event"
import { afterEach, expect, it } from "vitest"
import { meta } from "../testing/answers.ts"
import { useFakeApi } from "../testing/api.ts"
import { AccountList } from "./AccountList.tsx"

afterEach(cleanup)

const summary = (account: string, name: string, about: string | null) => ({
  account,
  name,
  about,
  balance: "991",
  time_zone: "UTC",
  plan: null,
  allowance: null,
  period_anchor_day: 1,
  low_balance_mark: null,
  used_30d: "0",
  last_activity: null,
})
const all = [
  summary("chat-api", "Chat API", "Real usage: 19,366 requests"),
  summary("studio-north", "Studio North", "Generated, not real"),
]

const show = () => {
  const api = useFakeApi({
    "/v1/accounts": (url) => {
      const text = (url.searchParams.get("q") ?? "").toLowerCase()
      const accounts = all.filter(({ name }) => name.toLowerCase().includes(text))
      return { accounts, next: null, meta }
    },
  })
  const chosen: string[] = []
  render(() => <AccountList chosen="chat-api" onChoose={(account) => chosen.push(account)} />)
  return { api, chosen }
}

it("says of each account what it is, what it holds, and which one is shown", async () => {
  show()
  const chat = await screen.findByRole("button", { name: /Chat API/ })
  expect(chat.textContent).toContain("991")
  expect(chat.textContent).toContain("Real usage: 19,366 requests")
  expect(chat.getAttribute("aria-current")).toBe("true")
})

it("asks the server once for what was typed, and announces how many it found", async () => {
  const { api } = show()
  await screen.findByRole("button", { name: /Chat API/ })
  await userEvent.type(screen.getByRole("searchbox"), "studio")
  await screen.findByText("1 account found")
  expect(screen.queryByText("Chat API")).toBeNull()
  expect(api.asked.filter((path) => path.includes("q="))).toEqual([
    "/v1/accounts?limit=50&q=studio",
  ])
})

it("walks from the search into the list with the arrow keys, and chooses with Enter", async () => {
  const { chosen } = show()
  await screen.findByRole("button", { name: /Chat API/ })
  screen.getByRole("searchbox").focus()
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}")
  expect(chosen).toEqual(["studio-north"])
})

it("says why when the list cannot be had, and asks again on Retry", async () => {
  const { asked } = useFakeApi({})
  render(() => <AccountList chosen={undefined} onChoose={() => undefined} />)
  await userEvent.click(await screen.findByRole("button", { name: "Retry" }))
  await screen.findByText(/The accounts could not be loaded/)
  expect(asked).toHaveLength(2)
})
