/** The token that the host gave: who it is for, and the next one where it is over. */
import type { Session } from "#api/contract.ts"
import { fetchWithToken, type TokenKeeper } from "../credential.ts"

const ANSWER_MS = 30_000
/** What a host may take for a new token; then whoever waits is told that there is none. */
const RENEWAL_MS = 20_000

/** `account`: whom the token reads. `refused`: it opens nothing, or too much. `unreachable`: nobody could tell. */
export type TokenCheck =
  | { readonly account: string }
  | { readonly refused: string }
  | { readonly unreachable: string }

/** Asks whom a token is for. A key would open more than a page may hold, so it is none. */
export const checkToken = async (token: string): Promise<TokenCheck> => {
  let answer: Response
  try {
    const signal = AbortSignal.timeout(ANSWER_MS)
    answer = await fetchWithToken("/v1/session", token, { signal })
    if (answer.status === 401)
      return { refused: "it opens nothing: it is over, revoked, or not signed with a known key" }
    if (!answer.ok) return { unreachable: `the server answered ${answer.status}` }
    const { holder, accounts }: Session = await answer.json()
    const [account] = accounts ?? []
    if (!holder.startsWith("token:") || account === undefined)
      return { refused: "it is a key: give a token, which reads one account for a while" }
    return { account }
  } catch {
    return { unreachable: "the server could not be reached" }
  }
}

export interface Tokens extends TokenKeeper {
  /** From now on this one is sent; after `change` also by those who wait for one. */
  readonly take: (token: string, change: () => void) => void
  /** None comes: whoever waits hears that. */
  readonly giveUp: () => void
}

/** `ask` tells the host that the token is over; once for each token. */
export const createTokens = (ask: () => void): Tokens => {
  let current: string | undefined
  let asked: Promise<string | undefined> | undefined
  let settle: (token: string | undefined) => void = () => {}

  const askForAnother = () => {
    ask()
    return new Promise<string | undefined>((resolve) => {
      const timer = setTimeout(() => settle(undefined), RENEWAL_MS)
      settle = (token) => {
        clearTimeout(timer)
        asked = undefined
        resolve(token)
      }
    })
  }
  return {
    token: () => current,
    renewed: (refused) => {
      // Refused while the next one was already here.
      if (current !== refused) return Promise.resolve(current)
      asked ??= askForAnother()
      return asked
    },
    take: (token, change) => {
      current = token
      change()
      settle(token)
    },
    giveUp: () => settle(undefined),
  }
}
