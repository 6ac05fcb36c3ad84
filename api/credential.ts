/** What a request may do, whatever it showed for it. */
import type { Scope } from "#warehouse/domain/access-scope.ts"

export type Holder =
  | { readonly kind: "admin" }
  | { readonly kind: "key"; readonly id: string }
  | {
      readonly kind: "token"
      readonly account: string
      /** Null for a token of the host product that has none. */
      readonly id: string | null
      /** Epoch milliseconds; null when it does not say. */
      readonly madeAt: number | null
    }

export interface Credential {
  /** Every account, or a list. */
  readonly accounts: ReadonlyArray<string> | null
  readonly scopes: ReadonlyArray<Scope>
  /** May do everything, for all accounts. */
  readonly admin: boolean
  /** A cookie travels by itself, so what it changes needs a same-origin check. */
  readonly via: "key" | "session"
  /** Whose it is; a session is its holder's. */
  readonly holder: Holder
  /** Epoch milliseconds; null for one that lasts until it is revoked. */
  readonly expiresAt: number | null
  /** The same of what was shown: a session is over earlier than what it was exchanged for may be. */
  readonly endsAt: number | null
  /** The id of the session that it came by, or null. */
  readonly session: string | null
}

/** Tells apart what has to be checked on its own: two tokens of an account are two. */
export const checkedAs = ({ holder, session, endsAt }: Credential): string =>
  JSON.stringify([holder, session, endsAt])

/** `admin`, `key:ID` or `token:ACCOUNT`: no secret. */
export const nameOf = ({ holder }: Credential): string => {
  switch (holder.kind) {
    case "admin":
      return "admin"
    case "key":
      return `key:${holder.id}`
    case "token":
      return `token:${holder.account}`
  }
}

export const mayDo = ({ scopes }: Credential, scope: Scope): boolean =>
  scopes.includes(scope) || scopes.includes("admin")

export const mayRead = ({ accounts }: Credential, account: string): boolean =>
  accounts === null || accounts.includes(account)
