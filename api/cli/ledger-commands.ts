/** `tidemark ledger`: transactions with the balance after each. */
import { Option } from "commander"
import { LEDGER_SORTS } from "#warehouse/domain/ledger-order.ts"
import { type Transaction, Transactions } from "../contract.ts"
import type { QUERIES, SentQuery } from "../query-words.ts"
import { type Act, type Define, outJson, shaped, withExamples } from "./command.ts"
import { tableText } from "./table.ts"
import { RANGE, whole, withOptions, wordsOf } from "./words.ts"

const LINES_DEFAULT = 50
const PAGE_MAX = 500

export const defineLedger: Define = (program, run) => {
  withExamples(
    withOptions(
      program
        .command("ledger <account>")
        .description("the transactions of an account, with the balance after each"),
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
  )
}

type Words = Omit<SentQuery<typeof QUERIES.transactions>, "cursor">

async function* wholePages(pages: AsyncIterable<unknown>) {
  for await (const page of pages) yield shaped(Transactions, page, "the ledger")
}

async function* entriesOf(pages: AsyncIterable<Transactions>) {
  for await (const { transactions } of pages) yield* transactions
}

async function* taken<A>(values: AsyncIterable<A>, count: number) {
  let left = count
  for await (const value of values) {
    yield value
    if (--left === 0) return
  }
}

const ledger: Act = async (session, [account = ""], options) => {
  const wanted = Number(options.limit)
  const limit = `${wanted === 0 ? PAGE_MAX : Math.min(wanted, PAGE_MAX)}`
  const query = { ...wordsOf(options, [...RANGE, "filter", "sort"]), limit } as Words
  const pages = wholePages(session.client.transactionPages(account, { query }))
  if (session.json) return void (await outJson(session, taken(entriesOf(pages), wanted)))
  let shown = 0
  for await (const { transactions, count, count_is } of pages) {
    const rows = wanted === 0 ? transactions : transactions.slice(0, wanted - shown)
    shown += rows.length
    await session.terminal.out(entriesText(rows))
    if (wanted !== 0 && shown >= wanted) {
      const of = `${shown} of ${count_is === "exact" ? "" : "about "}${count}`
      if (shown < count) await session.terminal.out(`\n${of}; --limit shows more`)
      return
    }
  }
}

const entriesText = (rows: ReadonlyArray<Transaction>): string =>
  rows.length === 0
    ? "no transactions"
    : tableText(rows, [
        { title: "occurred at", cell: ({ occurred_at }) => occurred_at },
        { title: "type", cell: ({ type }) => type },
        { title: "credits", cell: ({ credits }) => credits, right: true },
        { title: "balance", cell: ({ balance_after }) => balance_after, right: true },
        { title: "category", cell: ({ category }) => category },
        { title: "description", cell: ({ description }) => description },
      ])
