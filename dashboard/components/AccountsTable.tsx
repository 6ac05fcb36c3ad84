/** Accounts with what they have and how much they used; a list where there is no room for columns. */
import { For, Show } from "solid-js"
import type { AccountSummary } from "#api/contract.ts"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import type { AccountOrder, OrderedBy } from "../account-order.ts"
import { moment } from "../format-date.ts"
import { columnCredits, columnDigits, exactCredits } from "../format-number.ts"
import { createMediaQuery } from "../media-query.ts"
import { accountsWords } from "../messages/accounts.ts"
import { serverToday } from "../server-clock.ts"
import { useView } from "../view.ts"

const said = () => accountsWords().list

interface Ordering {
  readonly order: OrderedBy | undefined
  readonly onOrder: (by: AccountOrder) => void
}

export function AccountsTable(
  props: Ordering & {
    readonly accounts: ReadonlyArray<AccountSummary>
    /** Only for who may. */
    readonly onEdit?: (account: AccountSummary) => void
  },
) {
  const small = createMediaQuery("(max-width: 59.99em)")
  const digits = (name: "balance" | "used_30d") =>
    columnDigits(props.accounts.map((account) => account[name]))
  const edit = (account: AccountSummary) => (
    <Show when={props.onEdit}>
      {(onEdit) => (
        <button
          type="button"
          class="control"
          aria-label={said().editOf(account.name)}
          onClick={() => onEdit()(account)}
        >
          {said().edit}
        </button>
      )}
    </Show>
  )
  return (
    <Show
      when={small()}
      fallback={
        <section class="table-region" tabindex="0" aria-label={said().caption}>
          <table class="desk-table">
            <caption class="visually-hidden">{said().caption}</caption>
            <thead>
              <tr>
                <OrderHead {...props} by="name" title={said().account} />
                <th scope="col">{said().plan}</th>
                <th scope="col">{said().zone}</th>
                <th scope="col" class="end">
                  {said().allowance}
                </th>
                <OrderHead {...props} by="balance" title={said().balance} />
                <OrderHead {...props} by="used_30d" title={said().used} />
                <th scope="col" class="end">
                  {said().last}
                </th>
                <th scope="col" class="end">
                  <span class="visually-hidden">{said().actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={props.accounts}>
                {(account) => (
                  <tr data-account={account.account}>
                    <th scope="row">
                      <Name account={account} />
                    </th>
                    <td>{account.plan}</td>
                    <td>{account.time_zone}</td>
                    <td class="end">
                      <Show when={account.allowance}>{(value) => exactCredits(value())}</Show>
                    </td>
                    <td class="end">{columnCredits(account.balance, digits("balance"))}</td>
                    <td class="end" classList={{ zero: account.used_30d === "0" }}>
                      {columnCredits(account.used_30d, digits("used_30d"))}
                    </td>
                    <td class="end">{lastActivity(account)}</td>
                    <td class="end">{edit(account)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
      }
    >
      <ul class="desk-list" aria-label={said().caption}>
        <For each={props.accounts}>
          {(account) => (
            <li data-account={account.account}>
              <p>
                <Name account={account} />
              </p>
              <dl class="desk-figures">
                <div>
                  <dt>{said().balance}</dt>
                  <dd>{exactCredits(account.balance)}</dd>
                </div>
                <div>
                  <dt>{said().used}</dt>
                  <dd>{exactCredits(account.used_30d)}</dd>
                </div>
                <div>
                  <dt>{said().last}</dt>
                  <dd>{lastActivity(account)}</dd>
                </div>
              </dl>
              <div class="desk-acts">{edit(account)}</div>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

function OrderHead(props: Ordering & { readonly by: AccountOrder; readonly title: string }) {
  const descending = () => (props.order?.by === props.by ? props.order.descending : undefined)
  const direction = () => (descending() ? "descending" : "ascending")
  return (
    <th
      scope="col"
      class={props.by === "name" ? undefined : "end"}
      aria-sort={descending() === undefined ? undefined : direction()}
    >
      <button type="button" class="sort-button" onClick={() => props.onOrder(props.by)}>
        {props.title}
        <span aria-hidden="true">
          {descending() === undefined ? " ↕" : descending() ? " ↓" : " ↑"}
        </span>
      </button>
    </th>
  )
}

const lastActivity = ({ last_activity: at, time_zone: zone }: AccountSummary) =>
  at === null ? said().never : moment(at, zone, serverToday(zone))

const isLow = ({ balance, low_balance_mark: mark }: AccountSummary) =>
  mark !== null && (parseDecimal(balance) ?? 0n) < (parseDecimal(mark) ?? 0n)

function Name(props: { readonly account: AccountSummary }) {
  const view = useView()
  return (
    <>
      <a
        class="desk-name"
        href={view.href("/usage", { account: props.account.account, tz: undefined, filters: [] })}
        aria-label={said().usageOf(props.account.name)}
      >
        {props.account.name}
      </a>
      <span class="note desk-note">
        {props.account.account}
        <Show when={isLow(props.account) && props.account.low_balance_mark}>
          {(mark) => <span class="late"> · {said().low(exactCredits(mark()))}</span>}
        </Show>
      </span>
    </>
  )
}
