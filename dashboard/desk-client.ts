/** What the accounts and keys screens ask the API. */
import type { Account, ApiKey, Audit, CreatedKey, Keys } from "#api/contract.ts"
import { bodyOf, named, read, v1 } from "./api-call.ts"

export interface AccountsQuestion {
  readonly q: string
  readonly limit: number
}

/** The body of `PUT /v1/accounts/{account}`; decimals as text. */
export type AccountSettings = Omit<Account, "account">

export interface KeyRequest {
  readonly name: string
  readonly scopes: ReadonlyArray<ApiKey["scopes"][number]>
  /** Null: all. */
  readonly accounts: ReadonlyArray<string> | null
  readonly expires_at: string | null
}

const LIMIT = "50"

const json = (body: object) => ({
  init: { body: JSON.stringify(body), headers: { "content-type": "application/json" } },
})
const paged = (cursor: string | undefined) => ({
  query: { limit: LIMIT, ...(cursor === undefined ? {} : { cursor }) },
})

export const deskClient = {
  accounts: ({ q, limit }: AccountsQuestion, signal: AbortSignal) =>
    read(
      v1().accounts.$get(
        { query: { limit: String(limit), ...(q === "" ? {} : { q }) } },
        { init: { signal } },
      ),
    ),
  putAccount: (account: string, settings: AccountSettings): Promise<Account> =>
    bodyOf(v1().accounts[":account"].$put({ param: named(account), query: {} }, json(settings))),
  keys: ({ cursor }: { cursor: string | undefined }, signal: AbortSignal): Promise<Keys> =>
    read(v1().keys.$get(paged(cursor), { init: { signal } })),
  makeKey: async (request: KeyRequest): Promise<CreatedKey> =>
    (await v1().keys.$post({ query: {} }, json(request))).json() as Promise<CreatedKey>,
  revokeKey: async (id: string): Promise<void> => {
    await v1().keys[":id"].$delete({ param: { id }, query: {} })
  },
  revokeTokens: async (which: { id: string } | { account: string }): Promise<void> => {
    if ("id" in which)
      await v1().tokens[":id"].$delete({ param: { id: encodeURIComponent(which.id) }, query: {} })
    else await v1().accounts[":account"].tokens.$delete({ param: named(which.account), query: {} })
  },
  audit: ({ cursor }: { cursor: string | undefined }, signal: AbortSignal): Promise<Audit> =>
    read(v1().audit.$get(paged(cursor), { init: { signal } })),
}
