import { cleanup, render, screen } from "@solidjs/testing-library"
import { userEvent } from "@testing-library/user-event"
import { afterEach, expect, it } from "vitest"
import { endSession, signedIn } from "../session.ts"
import { useFakeApi } from "../testing/api.ts"
import { SignIn } from "./SignIn.tsx"

afterEach(cleanup)

const enter = async (key: string) => {
  await userEvent.type(screen.getByLabelText("Key"), key)
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }))
}

it("exchanges a key for a session", async () => {
  const { asked } = useFakeApi({ "/v1/session": () => ({ accounts: null, admin: true }) })
  endSession()
  render(() => <SignIn />)
  await enter("tm_admin_abc")
  await expect.poll(signedIn).toBe(true)
  expect(asked).toEqual(["/v1/session"])
})

it("says why a key was refused, beside the field", async () => {
  useFakeApi({})
  endSession()
  render(() => <SignIn />)
  await enter("tm_wrong")
  expect((await screen.findByRole("alert")).textContent).toBe("No.")
  const field = screen.getByLabelText("Key")
  expect(field.getAttribute("aria-invalid")).toBe("true")
  expect(document.activeElement).toBe(field)
  expect(signedIn()).toBe(false)
})

it("does not send what cannot be a key", async () => {
  const { asked } = useFakeApi({})
  render(() => <SignIn />)
  await enter("schlüssel")
  expect((await screen.findByRole("alert")).textContent).toContain("Copy it again")
  expect(asked).toEqual([])
})
