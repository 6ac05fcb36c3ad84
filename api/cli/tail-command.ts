/** `tidemark tail`: transactions as they come, from the live stream. */
import { setTimeout as sleep } from "node:timers/promises"
import { Option } from "commander"
import { TidemarkProblem } from "../client.ts"
import { type Transaction, Transactions } from "../contract.ts"
import { EVENT_STREAM, LiveEnd, LiveEntry } from "../live-contract.ts"
import { type Act, type Define, outJson, shaped, withExamples } from "./command.ts"
import { eventsOf } from "./event-stream.ts"
import { KeyMissing } from "./exit-code.ts"
import { plain } from "./plain-text.ts"
import type { Session } from "./session.ts"
import { whole } from "./words.ts"

const PAGE_MAX = 500
/** Entries that are remembered as shown: more than come between two looks. */
const SEEN_MAX = 50_000
/** Pages that are read back to what was shown before; beyond it, it is said that there were more. */
const PAGES_BACK_MAX = 20
const TOO_MANY = "/problems/too-many-listeners"
const CONNECT_AGAIN_MS = 500
/** What breaks off so often without having said anything lets no stream pass. */
const SILENT_STREAMS_MAX = 3

export const defineTail: Define = (program, run) => {
  withExamples(
    program
      .command("tail <account>")
      .description("the newest transactions, then each further one as it comes, until Ctrl-C")
      .addOption(
        new Option("-n, --lines <entries>", "of those that are there")
          .argParser(whole(0, PAGE_MAX))
          .default(10),
      )
      .addOption(
        new Option("--seconds <seconds>", "from one look to the next where no live stream passes")
          .argParser(whole(1, 3_600))
          .default(1),
      )
      .action(run(tail)),
    "tail acme",
    "tail acme --lines 0 --json",
  )
}

const tail: Act = async (session, [account = ""], { lines, seconds }) => {
  const ledger = watchedLedger(session, account)
  const first = await ledger.fresh(1)
  await show(session, first.slice(first.length - Number(lines)))
  const why = await follow(session, account, ledger)
  session.terminal.error(`tidemark: ${why}; asks every ${seconds} s instead`)
  for (;;) {
    await sleep(Number(seconds) * 1_000, undefined, { signal: session.signal })
    await show(session, await ledger.fresh())
  }
}

type Ledger = ReturnType<typeof watchedLedger>

/** Knows what was shown. What comes late, into days that are over, is found by the stream. */
const watchedLedger = ({ patient, terminal, signal }: Session, account: string) => {
  const seen = new Set<string>()
  const unseen = (entries: ReadonlyArray<Transaction>): ReadonlyArray<Transaction> => {
    const fresh = entries.filter(({ id }) => !seen.has(id))
    for (const { id } of fresh) seen.add(id)
    for (const id of seen) if (seen.size > SEEN_MAX) seen.delete(id)
    return fresh
  }
  /** Newest first, page by page, until a page has something that was shown; oldest first. */
  const fresh = async (pagesMax = PAGES_BACK_MAX): Promise<ReadonlyArray<Transaction>> => {
    const found: Transaction[] = []
    let pages = 0
    const query = { limit: `${PAGE_MAX}` }
    for await (const page of patient.transactionPages(account, { query, signal })) {
      const { transactions } = shaped(Transactions, page, "the ledger")
      const isNew = unseen(transactions)
      found.push(...isNew)
      if (isNew.length < transactions.length) break
      if (++pages === pagesMax) {
        if (pagesMax > 1) terminal.error("tidemark: more came than is shown; see tidemark ledger")
        break
      }
    }
    return found.reverse()
  }
  return { unseen, fresh }
}

/** Goes on for ever, but where no stream can be had: then it says why. */
const follow = async (session: Session, account: string, ledger: Ledger): Promise<string> => {
  let id: string | undefined
  let silent = 0
  for (;;) {
    const opened = await open(session, account, id)
    if ("none" in opened) return opened.none
    let heard = false
    for await (const { event, data, id: at } of untilBroken(opened.body)) {
      // What came between the look at the ledger and the beginning of this stream.
      if (!heard && id === undefined) await show(session, await ledger.fresh())
      heard = true
      id = at ?? id
      if (event === "entry") {
        const entry = shaped(LiveEntry, data, opened.url)
        await show(session, await added(entry, ledger))
      }
      if (event === "end") checkEnd(shaped(LiveEnd, data, opened.url))
    }
    silent = heard ? 0 : silent + 1
    if (silent === SILENT_STREAMS_MAX) return "no live stream passes"
    await sleep(CONNECT_AGAIN_MS, undefined, { signal: session.signal })
  }
}

/** A connection that breaks is made again; who has stopped it, hears so at the next wait. */
async function* untilBroken(body: ReadableStream<Uint8Array>) {
  try {
    yield* eventsOf(body)
  } catch {}
}

interface Opened {
  readonly url: string
  readonly body: ReadableStream<Uint8Array>
}

const open = async (
  { client, patient, signal }: Session,
  account: string,
  id: string | undefined,
): Promise<Opened | { readonly none: string }> => {
  const path = `/v1/accounts/${encodeURIComponent(account)}/live`
  const headers = { accept: EVENT_STREAM, ...(id !== undefined && { "last-event-id": id }) }
  try {
    // Where it followed before, it waits for a server that starts again.
    const asked = id === undefined ? client : patient
    const { body, url, headers: told } = await asked.fetch(path, { headers, signal })
    if (body !== null && told.get("content-type")?.startsWith(EVENT_STREAM)) return { url, body }
    await body?.cancel()
    return { none: "there is no live stream at this address" }
  } catch (error) {
    if (!(error instanceof TidemarkProblem) || error.type !== TOO_MANY) throw error
    return { none: "too many follow already" }
  }
}

/** Those that the message holds, or, where it does not hold all of them, what the ledger has. */
const added = async (entry: LiveEntry, ledger: Ledger): Promise<ReadonlyArray<Transaction>> => {
  const { transactions, added: count, gap } = entry
  if (gap !== null || count === null || transactions.length < count) return ledger.fresh()
  return [...ledger.unseen(transactions)].reverse()
}

const checkEnd = ({ reason, detail }: typeof LiveEnd.Type): void => {
  if (reason === "credential_over") throw new KeyMissing({ reason: detail })
}

const show = async (session: Session, entries: ReadonlyArray<Transaction>): Promise<void> => {
  if (session.json) return outJson(session, entries)
  for (const entry of entries) await session.terminal.out(lineOf(entry))
}

const lineOf = ({ occurred_at, credits, balance_after, category, description }: Transaction) =>
  [occurred_at, credits.padStart(14), balance_after.padStart(16), `${category}: ${description}`]
    .map(plain)
    .join("  ")
