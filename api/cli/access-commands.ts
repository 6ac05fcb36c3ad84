/** `tidemark accounts` and `keys`: who is counted, and who may ask. */
import { Option } from "commander"
import { SCOPES } from "#warehouse/domain/access-scope.ts"
import { CreatedKey, CreatedToken, Keys } from "../access-contract.ts"
import { type Account, AccountAnswer, Accounts } from "../contract.ts"
import { type Act, ask, type Define, outJson, withExamples } from "./command.ts"
import { UsageError } from "./exit-code.ts"
import type { Session } from "./session.ts"
import { pairsText, tableText } from "./table.ts"
import { whole } from "./words.ts"

const PAGE = { limit: "500" }

export const defineAccess: Define = (program, run) => {
  const accounts = program.command("accounts").description("whose credits are counted")
  accounts
    .command("list")
    .description("the accounts that the key may read")
    .option("--q <text>", "part of an id or a name")
    .action(run(listAccounts))
  accounts.command("show <account>").description("one account").action(run(showAccount))
  withExamples(
    accounts
      .command("set <account>")
      .description("makes an account, or changes what is named; the rest stays")
      .option("--name <name>", "for people")
      .option("--time-zone <zone>", "IANA, such as Europe/Berlin: its days and periods")
      .option("--plan <plan>", "what it has subscribed to")
      .option("--allowance <credits>", "credits for each billing period")
      .addOption(
        new Option("--period-anchor-day <day>", "of the month, on which a period begins").argParser(
          whole(1, 31),
        ),
      )
      .option("--low-balance-mark <credits>", "below it the balance is called low")
      .action(run(setAccount)),
    "accounts set acme --name Acme --time-zone Europe/Berlin --allowance 1000",
  )
  const keys = program.command("keys").description("API keys, and tokens for one account")
  keys.command("list").description("all of them, without their secrets").action(run(listKeys))
  withExamples(
    keys
      .command("create <name>")
      .description("makes a key and prints it, this once")
      .addOption(
        new Option("--scope <scope...>", "what it may do").choices(SCOPES).makeOptionMandatory(),
      )
      .option("--account <account...>", "for these accounts alone")
      .option("--expires-at <instant>", "RFC 3339, such as 2027-01-28T00:00:00Z")
      .action(run(createKey)),
    "keys create 'render farm' --scope ingest --account acme",
    "keys create reports --scope read --json | jq -r .key > reports.key",
  )
  keys.command("revoke <id>").description("it opens nothing any more").action(run(revokeKey))
  keys
    .command("token <account>")
    .description("prints a token that reads one account, for 24 hours at most")
    .addOption(new Option("--seconds <seconds>", "how long it lasts").argParser(whole(60, 86_400)))
    .action(run(createToken))
  withExamples(
    keys
      .command("revoke-tokens")
      .description("one token, or all that an account was given until now")
      .option("--id <id>", "of one: its `jti`, which --json shows when it is made")
      .option("--account <account>", "all of this one")
      .action(run(revokeTokens)),
    "keys revoke-tokens --account acme",
  )
}

/** Pages of a list, one after another. */
async function* listed<P extends { readonly next: string | null }, A>(
  page: (cursor: { cursor?: string }) => Promise<P>,
  rows: (page: P) => ReadonlyArray<A>,
): AsyncGenerator<A, void> {
  let cursor: string | null = null
  do {
    const answer: P = await page(cursor === null ? {} : { cursor })
    yield* rows(answer)
    cursor = answer.next
  } while (cursor !== null)
}

const listAccounts: Act = async (session, _, { q }) => {
  const { v1 } = session.client
  const accounts = listed(
    (cursor) =>
      ask(
        Accounts,
        v1.accounts.$get({ query: { ...PAGE, ...cursor, ...(typeof q === "string" && { q }) } }),
      ),
    ({ accounts }) => accounts,
  )
  if (session.json) return void (await outJson(session, accounts))
  const text = tableText(await Array.fromAsync(accounts), [
    { title: "account", cell: ({ account }) => account },
    { title: "name", cell: ({ name }) => name },
    { title: "balance", cell: ({ balance }) => balance, right: true },
    { title: "used in 30 days", cell: ({ used_30d }) => used_30d, right: true },
    { title: "last activity", cell: ({ last_activity }) => last_activity },
  ])
  await session.terminal.out(text)
}

const readAccount = ({ client }: Session, account: string): Promise<AccountAnswer> =>
  ask(AccountAnswer, client.v1.accounts[":account"].$get({ param: { account }, query: {} }))

const outAccount = async (session: Session, { meta: _, ...account }: AccountAnswer) => {
  const pairs = Object.entries(account).map(
    ([name, value]) => [name.replaceAll("_", " "), value === null ? "–" : `${value}`] as const,
  )
  await session.terminal.out(session.json ? JSON.stringify(account) : pairsText(pairs))
}

const showAccount: Act = async (session, [account = ""]) =>
  void (await outAccount(session, await readAccount(session, account)))

const setAccount: Act = async (session, [account = ""], options) => {
  const changes: Partial<Account> = {
    ...(typeof options.name === "string" && { name: options.name }),
    ...(typeof options.timeZone === "string" && { time_zone: options.timeZone }),
    ...(typeof options.plan === "string" && { plan: options.plan }),
    ...(typeof options.allowance === "string" && { allowance: options.allowance }),
    ...(typeof options.periodAnchorDay === "number" && {
      period_anchor_day: options.periodAnchorDay,
    }),
    ...(typeof options.lowBalanceMark === "string" && {
      low_balance_mark: options.lowBalanceMark,
    }),
  }
  if (Object.keys(changes).length === 0) throw new UsageError({ reason: "nothing to set" })
  const { meta: _, ...before } = await readAccount(session, account).catch(absent(account))
  const answer = session.client.fetch(`/v1/accounts/${encodeURIComponent(account)}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...before, ...changes }),
  })
  await outAccount(session, await ask(AccountAnswer, answer))
}

/** An account that nobody knows yet is made, with its id for a name. */
const absent = (account: string) => (error: unknown) => {
  if (error instanceof Error && "status" in error && error.status === 404)
    return { account, name: account, meta: null }
  throw error
}

const listKeys: Act = async (session) => {
  const { v1 } = session.client
  const keys = listed(
    (cursor) => ask(Keys, v1.keys.$get({ query: { ...PAGE, ...cursor } })),
    ({ keys }) => keys,
  )
  if (session.json) return void (await outJson(session, keys))
  const text = tableText(await Array.fromAsync(keys), [
    { title: "id", cell: ({ id }) => id },
    { title: "name", cell: ({ name }) => name },
    { title: "begins with", cell: ({ starts_with }) => starts_with },
    { title: "scopes", cell: ({ scopes }) => scopes.join(", ") },
    { title: "accounts", cell: ({ accounts }) => accounts?.join(", ") ?? "all" },
    { title: "state", cell: ({ state }) => state },
    { title: "expires", cell: ({ expires_at }) => expires_at ?? "never" },
    { title: "used last", cell: ({ last_used_at }) => last_used_at ?? "never" },
  ])
  await session.terminal.out(text)
}

const post = ({ client }: Session, path: string, body: object) =>
  client.fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })

const createKey: Act = async (session, [name = ""], { scope, account, expiresAt }) => {
  const body = {
    name,
    scopes: scope,
    ...(account !== undefined && { accounts: account }),
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
  }
  const made = await ask(CreatedKey, post(session, "/v1/keys", body))
  await session.terminal.out(session.json ? JSON.stringify(made) : made.key)
  if (!session.json) session.terminal.error(`This is key ${made.id}; it is shown this once.`)
}

const revokeKey: Act = async ({ client, terminal, json: asJson }, [id = ""]) => {
  await client.fetch(`/v1/keys/${encodeURIComponent(id)}`, { method: "DELETE" })
  await terminal.out(asJson ? JSON.stringify({ id, state: "revoked" }) : `${id} is revoked`)
}

const createToken: Act = async (session, [account = ""], { seconds }) => {
  const body = { account, ...(seconds !== undefined && { expires_in: seconds }) }
  const made = await ask(CreatedToken, post(session, "/v1/tokens", body))
  await session.terminal.out(session.json ? JSON.stringify(made) : made.token)
}

const revokeTokens: Act = async ({ client, terminal, json: asJson }, _, { id, account }) => {
  const name = id ?? account
  if (typeof name !== "string" || (id !== undefined && account !== undefined))
    throw new UsageError({ reason: "name a token with --id, or an account with --account" })
  const path =
    id === undefined
      ? `/v1/accounts/${encodeURIComponent(name)}/tokens`
      : `/v1/tokens/${encodeURIComponent(name)}`
  await client.fetch(path, { method: "DELETE" })
  const what = id === undefined ? { account: name } : { id: name }
  const words = id === undefined ? `all tokens of ${name} are revoked` : `${name} is revoked`
  await terminal.out(asJson ? JSON.stringify({ ...what, state: "revoked" }) : words)
}
