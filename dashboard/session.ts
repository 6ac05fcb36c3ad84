/** Whether the API still knows us. Assumed until an answer says 401: then the sign-in form shows. */
import { createSignal } from "solid-js"
import type { Problem, Session } from "#api/contract.ts"
import { ProblemError } from "./api-call.ts"
import { client } from "./client.ts"
import { m } from "./messages.ts"

const [signedIn, setSignedIn] = createSignal(true)

export { signedIn }

/** Who may read all accounts, which the Operations screen is about. */
export const mayOperate = (session: Session): boolean =>
  session.accounts === null && mayRead(session)

/** Who may read figures at all, and so take them along as files. */
export const mayRead = ({ admin, scopes }: Session): boolean =>
  admin || scopes.includes("read") || scopes.includes("admin")

/** Who may read more than one account, and so may look at all of them together. */
export const readsSeveral = ({ accounts }: Session): boolean =>
  accounts === null || accounts.length > 1

export const endSession = (): void => {
  setSignedIn(false)
}

/** The API knows us again. */
export const resumeSession = (): void => {
  setSignedIn(true)
}

/** Exchanges a key for a session cookie. Rejects with a `ProblemError` that says why not. */
export const signIn = async (key: string): Promise<void> => {
  // A header holds nothing else, and the browser's own complaint about it would mislead.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new ProblemError(notAKey())
  await client.signIn(key)
  resumeSession()
}

export const signOut = async (): Promise<void> => {
  await client.signOut()
  setSignedIn(false)
}

const notAKey = (): Problem => ({
  type: "about:blank",
  title: m().shell.signIn.noKey,
  status: 401,
  detail: m().shell.signIn.noKeyText,
})
