/** `tidemark rejections`: what was not counted, and what to do about it. */
import { readFile } from "node:fs/promises"
import { InvalidArgumentError, Option } from "commander"
import { REJECTION_REASONS } from "#warehouse/rejection-store.ts"
import type { QUERIES, SentQuery } from "../query-words.ts"
import { type Rejection, RejectionAnswer, Rejections, Resolved } from "../rejection-contract.ts"
import { type Act, ask, type Define, outJson, withExamples } from "./command.ts"
import { EXIT, UsageError } from "./exit-code.ts"
import { listText, rejectionText, resolvedText } from "./rejection-text.ts"
import { whole, wordsOf } from "./words.ts"

/** As much as the API answers at once. */
const PAGE_MAX = 500
const LIST_MAX = 10_000

const id = (text: string): string => {
  if (/^[0-9a-f]{16}$/.test(text)) return text
  throw new InvalidArgumentError("An id has 16 hex digits.")
}

export const defineRejections: Define = (program, run) => {
  const rejections = program
    .command("rejections")
    .description("what arrived and was not counted, and what to do about it")
  withExamples(
    rejections
      .command("list")
      .description("the newest first")
      .option("--account <account>", "what arrived for this account")
      .addOption(new Option("--reason <reason>", "why").choices(REJECTION_REASONS))
      .addOption(new Option("--state <state>", "decided or not").choices(["open", "resolved"]))
      .addOption(
        new Option("--limit <rejections>", "how many").argParser(whole(1, LIST_MAX)).default(20),
      )
      .action(run(list)),
    "rejections list --state open",
    "rejections list --reason conflict --json",
  )
  rejections
    .command("show")
    .argument("<id>", "of the rejection", id)
    .description("one of them, with everything that was kept")
    .action(run(show))
  withExamples(
    rejections
      .command("retry")
      .argument("<id>", "of the rejection", id)
      .description("sends it again, or the corrected event in its place; it counts once")
      .option("--file <file>", "the corrected event, as JSON")
      .action(run(retry)),
    "rejections retry 00000000000000a1 --file corrected.json",
  )
  rejections
    .command("dismiss")
    .argument("<id>", "of the rejection", id)
    .description("lets it go; the note stays with it")
    .requiredOption("--note <text>", "why")
    .action(run(dismiss))
}

const list: Act = async (session, _, options) => {
  const words = wordsOf(options, ["account", "reason", "state"])
  const limit = Number(options.limit)
  const found: Rejection[] = []
  let next: string | null = null
  do {
    const query = {
      ...words,
      limit: String(Math.min(limit - found.length, PAGE_MAX)),
      ...(next !== null && { cursor: next }),
    } as SentQuery<typeof QUERIES.rejections>
    const page: Rejections = await ask(Rejections, session.client.v1.rejections.$get({ query }))
    found.push(...page.rejections)
    next = page.next
  } while (next !== null && found.length < limit)
  if (session.json) return void (await outJson(session, found))
  await session.terminal.out(listText(found, next !== null))
}

const at = (id: string) => ({ param: { id } })

const show: Act = async ({ client, terminal, json: asJson }, [id = ""]) => {
  const { rejection } = await ask(
    RejectionAnswer,
    client.v1.rejections[":id"].$get({ ...at(id), query: {} }),
  )
  await terminal.out(asJson ? JSON.stringify(rejection) : rejectionText(rejection))
}

const resolving =
  (document: (options: Readonly<Record<string, unknown>>) => Promise<object>): Act =>
  async ({ client, terminal, json: asJson }, [id = ""], options) => {
    // Safe to repeat: the event counts once, and what was counted is refused from then on.
    const answer = client.fetch(`/v1/rejections/${encodeURIComponent(id)}/resolve`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(await document(options)),
    })
    const resolved = await ask(Resolved, answer)
    await terminal.out(asJson ? JSON.stringify(resolved) : resolvedText(resolved))
    const fate = resolved.result?.fate
    return fate === "rejected" || fate === "conflict" ? EXIT.failed : EXIT.done
  }

const retry = resolving(async ({ file }) => ({
  action: "retry",
  ...(typeof file === "string" && { event: await readEvent(file) }),
}))

const dismiss = resolving(async ({ note }) => ({ action: "dismiss", note }))

const readEvent = async (path: string): Promise<unknown> => {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError({ reason: `${path}: this event cannot be read` })
  })
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError({ reason: `${path}: the event is not JSON` })
  }
}
