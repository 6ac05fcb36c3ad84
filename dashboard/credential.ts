/** What requests carry: the session's cookie, or in a frame the token that its host gave. */

export interface TokenKeeper {
  readonly token: () => string | undefined
  /** Another one, after this one was refused. `undefined`: there is none. */
  readonly renewed: (refused: string | undefined) => Promise<string | undefined>
}

let keeper: TokenKeeper | undefined

/** From now on tokens are sent, and cookies are not. */
export const keepTokens = (tokens: TokenKeeper): void => {
  keeper = tokens
}

/** `fetch` as whoever is looking. Where a token is over, the question waits for the next one. */
export const fetchAsViewer = async (
  path: RequestInfo | URL,
  init: RequestInit = {},
): Promise<Response> => {
  if (keeper === undefined) return fetch(path, { ...init, credentials: "same-origin" })
  const token = keeper.token()
  const answer = await fetchWithToken(path, token, init)
  if (answer.status !== 401) return answer
  const renewed = await keeper.renewed(token)
  return renewed === undefined ? answer : fetchWithToken(path, renewed, init)
}

/** `fetch` with exactly this token, whatever cookies there are. */
export const fetchWithToken = (
  path: RequestInfo | URL,
  token: string | undefined,
  init: RequestInit = {},
): Promise<Response> => {
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`)
  return fetch(path, { ...init, headers, credentials: "omit" })
}
