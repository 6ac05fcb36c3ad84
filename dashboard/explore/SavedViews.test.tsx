import { MemoryRouter, Route } from "@solidjs/router"
import { cleanup, render, screen } from "@solidjs/testing-library"
import { userEvent } from "@testing-library/user-event"
import { afterEach, expect, it, vi } from "vitest"
import { meta } from "../testing/answers.ts"
import { type View, ViewProvider } from "../view.ts"
import { SavedViews } from "./SavedViews.tsx"
import { removeView, saveView, views } from "./saved-views.ts"

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  for (const { name } of views()) removeView(name)
})

interface Stored {
  readonly name: string
  readonly address: string
  readonly shared: boolean
}

/** A server that keeps views, and says what it was asked to change. */
const serve = (first: Readonly<Record<string, Stored>> = {}, broken = false) => {
  const kept = new Map(Object.entries(first))
  const changes: string[] = []
  vi.stubGlobal("fetch", async (input: string | URL, init: RequestInit) => {
    const id = new URL(input).pathname.split("/")[3] ?? ""
    if (init.method !== "GET") {
      changes.push(`${init.method} ${id === "w" ? "w " : ""}${init.body ?? ""}`.trim())
      if (broken)
        return Response.json({ type: "x", title: "Busy", detail: "Later." }, { status: 503 })
    }
    if (init.method === "DELETE") {
      kept.delete(id)
      return new Response(null, { status: 204 })
    }
    if (init.method === "PUT") kept.set(id, JSON.parse(`${init.body}`))
    const listed = [...kept].map(([id, view]) => ({
      ...{ id, ...view, owner: id === "w" ? "key:k1" : "admin" },
      ...{ own: id !== "w", at: meta.generated_at },
    }))
    return Response.json({ views: listed, count: listed.length, own_max: 100, meta })
  })
  return { kept, changes }
}

const show = (holder: string, accounts: ReadonlyArray<string> | null = null) => {
  const view = {
    session: { latest: () => ({ holder, accounts }) },
    href: () => "/explore?by=operation",
    accountId: () => undefined,
  } as unknown as View
  render(() => (
    <MemoryRouter>
      <Route
        path="*"
        component={() => (
          <ViewProvider value={view}>
            <SavedViews question="By operation" />
          </ViewProvider>
        )}
      />
    </MemoryRouter>
  ))
}
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole("button", { name }))

it("keeps a view with the key, shares it, renames it and removes it", async () => {
  const { kept, changes } = serve({
    w: { name: "Weekly", address: "/explore?range=7d", shared: true },
  })
  show("admin")
  await press("Save view")
  await userEvent.click(screen.getByRole("checkbox", { name: /^Share it/ }))
  await userEvent.keyboard("{Tab}{Enter}")
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull())
  expect(changes).toEqual([
    'PUT {"name":"By operation","address":"/explore?by=operation","shared":true}',
  ])
  await press("Views")
  const share = await screen.findByRole("button", { name: "Share By operation" })
  expect(share.getAttribute("aria-pressed")).toBe("true")
  // What others share can be opened, and is theirs.
  expect(screen.getByRole("list", { name: "Shared by others" }).textContent).toBe("Weeklykey:k1")
  expect(screen.queryByRole("button", { name: "Rename Weekly" })).toBeNull()
  await userEvent.click(share)
  await press("Rename By operation")
  await userEvent.clear(screen.getByRole("textbox", { name: "Rename By operation" }))
  await userEvent.keyboard("Mine{Enter}")
  await press("Remove Mine")
  await vi.waitFor(() => expect([...kept.keys()]).toEqual(["w"]))
  expect(changes.slice(1)).toEqual([
    'PUT {"name":"By operation","address":"/explore?by=operation","shared":false}',
    'PUT {"name":"Mine","address":"/explore?by=operation","shared":false}',
    "DELETE",
  ])
})

it("moves what this browser kept to the server once, and loses none that it cannot move", async () => {
  saveView({ name: "Old", search: "?by=actor" })
  const { changes } = serve({}, true)
  show("key:k1")
  await press("Views")
  await screen.findByText(/Later/)
  expect([changes.length, views().length]).toEqual([1, 1])
  cleanup()

  const { kept } = serve({ a: { name: "Other", address: "/explore", shared: false } })
  show("key:k1")
  await press("Views")
  await screen.findByRole("button", { name: "Old" })
  expect([...kept.values()].at(-1)).toEqual({
    ...{ name: "Old", address: "/explore?by=actor", shared: false },
  })
  expect(views()).toEqual([])
})

it("keeps an account's token's views in this browser, and says so", async () => {
  const { changes } = serve()
  show("token:studio-north", ["studio-north"])
  await press("Save view")
  expect(screen.queryByRole("checkbox")).toBeNull()
  await press("Save")
  await press("Views")
  await screen.findByRole("button", { name: "By operation" })
  screen.getByText(/stays in this browser/)
  expect(changes).toEqual([])
  expect(views()).toEqual([{ name: "By operation", search: "?by=operation" }])
})
