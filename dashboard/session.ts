/** Whether the API still knows us. Assumed until an answer says 401: then the sign-in form shows. */
import { createSignal } from "solid-js"
import { client } from "./client.ts"

const [signedIn, setSignedIn] = createSignal(true)

export { signedIn }

export const endSession = (): void => {
  setSignedIn(false)
}

/** Exchanges a key for a session cookie. Rejects with a `ProblemError` that says why not. */
export const signIn = async (key: string): Promise<void> => {
  await client.signIn(key)
  setSignedIn(true)
}

export const signOut = async (): Promise<void> => {
  await client.signOut()
  setSignedIn(false)
}
