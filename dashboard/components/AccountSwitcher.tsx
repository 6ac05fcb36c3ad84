/** Which account is shown, and the way to another. */

import { useLocation } from "@solidjs/router"
import { lazy, Show, Suspense } from "solid-js"
import { putFilter } from "../filters.ts"
import { m } from "../messages.ts"
import { readsSeveral } from "../session.ts"
import { EXPLORE, OPERATIONS } from "../state-change.ts"
import { isAboutAccounts } from "../url-state.ts"
import { useView } from "../view.ts"
import { ChevronDown } from "./icons.tsx"
import { Popup } from "./Popup.tsx"

const AccountList = lazy(() =>
  import("./AccountList.tsx").then((code) => ({ default: code.AccountList })),
)

const said = () => m().shell.account

export function AccountSwitcher() {
  const view = useView()
  const location = useLocation()
  const name = () =>
    view.state().everyone
      ? said().everyone
      : (view.account()?.name ?? view.accountId() ?? said().name)
  const isOperations = () => location.pathname === OPERATIONS
  /** Operations stays about all accounts: one of them is a filter there. */
  const only = (account: string | undefined) => {
    const values = account === undefined ? [] : [account]
    const filters = view.state().filters.filter((filter) => !isAboutAccounts(filter))
    view.update({ filters: putFilter(filters, { field: "account", operator: "is", values }) })
  }
  const mayBeAll = () => {
    const session = view.session.latest()
    return (
      (isOperations() || location.pathname === EXPLORE) &&
      session !== undefined &&
      readsSeveral(session)
    )
  }
  return (
    <Popup
      name={said().choose}
      buttonClass="control account-button"
      align="end"
      button={
        <>
          <span class="visually-hidden">{said().prefix}</span>
          <span class="ellipsis">{name()}</span>
          <ChevronDown />
        </>
      }
    >
      {(close) => (
        <>
          <Show when={mayBeAll()}>
            <button
              type="button"
              class="account-choice"
              aria-current={view.state().everyone ? "true" : undefined}
              onClick={() => {
                close()
                if (isOperations()) only(undefined)
                else view.update({ everyone: true, tz: undefined })
              }}
            >
              <span class="account-name">{said().everyone}</span>
              <span class="account-about">{said().everyoneNote}</span>
            </button>
          </Show>
          <Suspense>
            <AccountList
              chosen={view.state().everyone ? undefined : view.accountId()}
              onChoose={(account) => {
                close()
                if (isOperations()) only(account)
                else view.update({ account, everyone: false, tz: undefined })
              }}
            />
          </Suspense>
        </>
      )}
    </Popup>
  )
}
