/** What is being looked at: the address, the account it names, and that account's overview. */

import { useLocation, useNavigate } from "@solidjs/router"
import {
  type Accessor,
  createContext,
  createEffect,
  createMemo,
  createSignal,
  on,
  useContext,
} from "solid-js"
import type { Account, AccountSummary, Overview, Session } from "#api/contract.ts"
import { client, type Scope } from "./client.ts"
import { createLive, type Live } from "./create-live.ts"
import { createRead, type Read } from "./create-read.ts"
import { type Day, dayOfInstant } from "./days.ts"
import { liveOn } from "./live-choice.ts"
import type { RangeContext } from "./ranges.ts"
import { serverToday } from "./server-clock.ts"
import { EXPLORE, OPERATIONS, printFor, stateFor, withState } from "./state-change.ts"
import { recall, remember } from "./storage.ts"
import { parseUrl, type UrlState } from "./url-state.ts"

export interface View {
  readonly state: Accessor<UrlState>
  /** Who is signed in. */
  readonly session: Read<Session>
  readonly dropped: Accessor<ReadonlyArray<string>>
  /** Changes the address: a new entry in the history, unless it only corrects the present one. */
  readonly update: (change: Partial<UrlState>, how?: "replace") => void
  readonly href: (path: string, change: Partial<UrlState>) => string
  /** `undefined` until the first account is known. */
  readonly accountId: Accessor<string | undefined>
  readonly account: Accessor<Account | undefined>
  readonly accountRead: Read<Account>
  /** Where to begin for who never chose: the most recently active account; empty without any. */
  readonly firstAccount: Read<ReadonlyArray<AccountSummary>>
  readonly scope: Accessor<Scope | undefined>
  readonly overview: Read<Overview>
  /** What comes by itself; while it does, nothing has to be asked for. */
  readonly live: Live
  readonly zone: Accessor<string | undefined>
  readonly today: Accessor<Day>
  readonly rangeContext: Accessor<RangeContext>
  /** Changes the address, and moves the focus to the ledger once it shows what was asked for. */
  readonly openEntries: (change: Partial<UrlState>) => void
  /** True once after `openEntries`. */
  readonly takeFocusRequest: () => boolean
}

const ViewContext = createContext<View>()
export const ViewProvider = ViewContext.Provider

export const useView = (): View => {
  const view = useContext(ViewContext)
  if (view === undefined) throw new Error("useView is called outside of ViewProvider")
  return view
}

export const createView = (): View => {
  const address = createAddress()
  const { state } = address
  const chosen = createChosenAccount(() => state().account)
  const { accountId, account } = chosen
  const scope = createMemo(
    () => {
      const id = accountId()
      return id === undefined ? undefined : { account: id, tz: state().tz }
    },
    undefined,
    { equals: (a, b) => a?.account === b?.account && a?.tz === b?.tz },
  )
  const overviewRead = createRead(accountId, client.overview)
  // Another account's figures under this one's name would be wrong, however briefly.
  const overview = {
    ...overviewRead,
    latest: () =>
      overviewRead.latest()?.account === accountId() ? overviewRead.latest() : undefined,
  }
  const live = createLive({
    // Once there is something to bring up to date.
    account: () => (liveOn() ? overview.latest()?.account : undefined),
    take: overviewRead.take,
    onEnd: overviewRead.again,
  })
  // Accounts together have no zone of their own.
  const zone = () => state().tz ?? (state().everyone ? "UTC" : account()?.time_zone)
  return {
    ...address,
    ...chosen,
    session: createRead(() => "who" as const, client.session),
    scope,
    overview,
    live,
    zone,
    ...createDays(zone, () => (state().everyone ? undefined : overview.latest())),
  }
}

const createAddress = () => {
  const location = useLocation()
  const navigate = useNavigate()
  const parsed = createMemo(() => {
    const isOperations = location.pathname === OPERATIONS
    const { state, dropped } = parseUrl(location.search, isOperations)
    const isForAll = state.everyone && !isOperations && location.pathname !== EXPLORE
    return {
      state: stateFor(location.pathname, state),
      dropped: isForAll ? [...dropped, "accounts"] : dropped,
    }
  })
  const state = () => parsed().state
  let focusRequested = false

  const update: View["update"] = (change, how) =>
    navigate(location.pathname + printFor(location.pathname, withState(state(), change)), {
      replace: how === "replace",
      scroll: false,
      resolve: false,
    })
  const href: View["href"] = (path, change) => path + printFor(path, withState(state(), change))
  const openEntries: View["openEntries"] = (change) => {
    focusRequested = true
    update(change)
  }
  const takeFocusRequest = () => {
    const requested = focusRequested
    focusRequested = false
    return requested
  }
  return {
    state,
    dropped: () => parsed().dropped,
    update,
    href,
    openEntries,
    takeFocusRequest,
  }
}

/** The account in the address, else the one looked at last, else the most recently active one. */
const createChosenAccount = (named: Accessor<string | undefined>) => {
  const [remembered, setRemembered] = createSignal(recall("account"))
  const chosen = () => named() ?? remembered()
  const firstAccount = createRead(
    () => (chosen() === undefined ? "first" : undefined),
    async (_, signal) => newestFirst((await client.accounts({}, signal)).accounts),
  )
  const accountId = createMemo(() => chosen() ?? firstAccount.latest()?.[0]?.account)
  const accountRead = createRead(accountId, client.account)
  const account = () => {
    const latest = accountRead.latest()
    return latest?.account === accountId() ? latest : undefined
  }
  createEffect(
    on(account, (known) => {
      if (known === undefined) return
      remember("account", known.account)
      setRemembered(known.account)
    }),
  )
  createEffect(
    on(accountRead.problem, (problem) => {
      // An account that was only remembered may be gone since: then begin with the first again.
      if (problem?.status !== 404 || named() !== undefined) return
      remember("account", undefined)
      setRemembered(undefined)
    }),
  )
  return { accountId, account, accountRead, firstAccount }
}

const createDays = (
  zone: Accessor<string | undefined>,
  overview: Accessor<Overview | undefined>,
) => {
  const dayHere = (instant: string | null | undefined) => {
    const here = zone()
    return instant && here !== undefined ? dayOfInstant(instant, here) : undefined
  }
  const today = createMemo(
    () => dayHere(overview()?.meta.generated_at) ?? serverToday(zone() ?? "UTC"),
  )
  const rangeContext = createMemo(
    (): RangeContext => ({
      today: today(),
      periodFirst: overview()?.period.first_day,
      firstEntry: dayHere(overview()?.lifetime.first_at),
    }),
    undefined,
    {
      equals: (a, b) =>
        a.today === b.today && a.periodFirst === b.periodFirst && a.firstEntry === b.firstEntry,
    },
  )
  return { today, rangeContext }
}

const newestFirst = (accounts: ReadonlyArray<AccountSummary>) =>
  accounts.toSorted((a, b) => (b.last_activity ?? "").localeCompare(a.last_activity ?? ""))
