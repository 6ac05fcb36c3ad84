import { MemoryRouter, Route } from "@solidjs/router"
import { cleanup, render, screen } from "@solidjs/testing-library"
import { userEvent } from "@testing-library/user-event"
import { afterEach, beforeEach, expect, it } from "vitest"
import { meta } from "../testing/answers.ts"
import { useFakeApi, useWideWindow } from "../testing/api.ts"
import { createView, ViewProvider } from "../view.ts"
import { RejectionsSection } from "./RejectionsSection.tsx"

beforeEach(useWideWindow)
afterEach(cleanup)

const rejection = (id: string) => ({
  id,
  reason: "rejected",
  state: "open",
  account: "a",
  event_id: id,
  errors: [{ pointer: "/credits", code: "not_positive", message: "greater than zero" }],
  differs: [],
  place: null,
  received_at: "2026-11-20T10:00:00.000Z",
  raw: { encoding: "utf-8", data: "{}", kept: 2, whole: true },
  resolution: null,
})

it("keeps an open form, its text and the focus while newer answers come", async () => {
  let asked = 0
  useFakeApi({
    "/v1/rejections": () => ({
      // Another one arrives each time, and every answer is new.
      rejections: [...(asked++ > 0 ? [rejection(`new${asked}`)] : []), rejection("first")],
      next: null,
      meta,
    }),
  })
  function Page() {
    const view = createView()
    return (
      <ViewProvider value={view}>
        <RejectionsSection admin={true} onDecided={() => undefined} />
      </ViewProvider>
    )
  }
  render(() => (
    <MemoryRouter>
      <Route path="*" component={Page} />
    </MemoryRouter>
  ))
  await userEvent.click(await screen.findByRole("button", { name: /^Dismiss .*first/ }))
  const field = screen.getByLabelText("Why it may go")
  await userEvent.type(field, "half a sent")
  // What a decision about another, or a choice of the same state, does.
  await userEvent.selectOptions(screen.getByLabelText("Reason"), "rejected")
  field.focus()
  await screen.findByText("new2")
  expect(screen.getByLabelText("Why it may go")).toBe(field)
  expect((field as HTMLInputElement).value).toBe("half a sent")
  expect(document.activeElement).toBe(field)
})
