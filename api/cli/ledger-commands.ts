/** `tidemark ledger`: transactions, those of one account with the balance after each. */
import { Option } from "commander"
import { LEDGER_SORTS } from "#warehouse/domain/ledger-order.ts"
import { type Transaction, Transactions } from "../contract.ts"
import type { QUERIES, SentQuery } from "../query-words.ts"
import { JointTransactions } from "../usage-contract.ts"
import { type Act, type Define, outJson, shaped, withExamples } from "./command.ts"
import type { Session } from "./session.ts"
import { type Column, tableText } from "./table.ts"
import { RANGE, whole, withOptions, wordsOf } from "./words.ts"

const LINES_DEFAULT = 50
const PAGE_MAX = 500

export const defineLedger: Define = (program, run) => {
  withExamples(
    withOptions(
      program
        .command("ledger [account]")
        .description(
          "the transactions of an account, with the balance after each; or of all that the key may read, without",
        ),
      [...RANGE, "filter"],
    )
      .addOption(new Option("--sort <order>", "by time or by credits").choices(LEDGER_SORTS))
      .addOption(
        new Option("--limit <entries>", "how many; 0 for all")
          .argParser(whole(0, 100_000_000))
          .default(LINES_DEFAULT),
      )
      .action(run(ledger)),
    "ledger acme --range 7d",
    "ledger acme --filter type:is:spend,refund --filter text:has:scene --sort=-credits",
    "ledger acme --limit 0 --json | wc -l",
    "ledger --range 7d --filter type:is:purchase --sort=-credits",
  )
}

type Words = Omit<SentQuery<typeof QUERIES.transactions>, "cursor">
type Entry = Omit<Transaction, "balance_after"> &
  Partial<Pick<Transaction, "balance_after">> & { readonly account?: string }

interface Page {
  readonly transactions: ReadonlyArray<Entry>
  readonly count: number
  readonly count_is?: Transactions["count_is"]
}

async function* pagesOf(
  { client }: Pick<Session, "client">,
  account: string | undefined,
  query: Words,
): AsyncGenerator<Page, void> {
  if (account === undefined)
    for await (const page of client.jointTransactionPages({ query }))
      yield shaped(JointTransactions, page, "the transactions")
  else
    for await (const page of client.transactionPages(account, { query }))
      yield shaped(Transactions, page, "the ledger")
}

async function* entriesOf(pages: AsyncIterable<Page>) {
  for await (const { transactions } of pages) yield* transactions
}

async function* taken<A>(values: AsyncIterable<A>, count: number) {
  let left = count
  for await (const value of values) {
    yield value
    if (--left === 0) return
  }
}

const ledger: Act = async (session, [account], options) => {
  const wanted = Number(options.limit)
  const limit = `${wanted === 0 ? PAGE_MAX : Math.min(wanted, PAGE_MAX)}`
  const query = { ...wordsOf(options, [...RANGE, "filter", "sort"]), limit } as Words
  const pages = pagesOf(session, account, query)
  if (session.json) return void (await outJson(session, taken(entriesOf(pages), wanted)))
  let shown = 0
  for await (const { transactions, count, count_is } of pages) {
    const rows = wanted === 0 ? transactions : transactions.slice(0, wanted - shown)
    shown += rows.length
    await session.terminal.out(entriesText(rows))
    if (wanted !== 0 && shown >= wanted) {
      const of = `${shown} of ${count_is === "estimate" ? "about " : ""}${count}`
      if (shown < count) await session.terminal.out(`\n${of}; --limit shows more`)
      return
    }
  }
}

const BALANCE: Column<Entry> = {
  title: "balance",
  cell: ({ balance_after = "" }) => balance_after,
  right: true,
}
const ACCOUNT: Column<Entry> = { title: "account", cell: ({ account = "" }) => account }

const entriesText = (rows: ReadonlyArray<Entry>): string =>
  rows.length === 0
    ? "no transactions"
    : tableText(rows, [
        { title: "occurred at", cell: ({ occurred_at }) => occurred_at },
        { title: "type", cell: ({ type }) => type },
        { title: "credits", cell: ({ credits }) => credits, right: true },
        rows[0]?.account === undefined ? BALANCE : ACCOUNT,
        { title: "category", cell: ({ category }) => category },
        { title: "description", cell: ({ description }) => description },
      ])
