/** `tidemark notes`: what people wrote down about days. */
import { Option } from "commander"
import { type DayNote, DayNoteAnswer, DayNotes } from "../operations-contract.ts"
import type { OPERATIONS_QUERIES } from "../operations-words.ts"
import type { SentQuery } from "../query-words.ts"
import { type Act, ask, type Define, outJson, withExamples } from "./command.ts"
import { plain } from "./plain-text.ts"
import { tableText } from "./table.ts"
import { RANGE, whole, withOptions, wordsOf } from "./words.ts"

const ACCOUNT = "--account <account>"

export const defineNotes: Define = (program, run) => {
  const notes = program
    .command("notes")
    .description("notes on days: of one account, or over all of them; needs a key for all accounts")
  withExamples(
    withOptions(notes.command("list").description("notes on these days, newest day first"), RANGE)
      .option(ACCOUNT, "only those about this account")
      .addOption(new Option("--limit <notes>", "how many").argParser(whole(1, 500)).default(50))
      .action(run(list)),
    "notes list --range 90d",
    "notes list --account acme --json",
  )
  withExamples(
    notes
      .command("add <day> <text>")
      .description("pins a note to a day, in the place of the one it has; needs an admin key")
      .option(ACCOUNT, "about this account; over all of them unless given")
      .action(run(add)),
    'notes add 2026-03-05 "Scene 12 was rendered 14 times."',
    'notes add 2026-03-05 "Moved to the new plan." --account acme',
  )
  withExamples(
    notes
      .command("remove <day>")
      .description("takes a day's note off; needs an admin key")
      .option(ACCOUNT, "the account's note; the one over all of them unless given")
      .action(run(remove)),
    "notes remove 2026-03-05",
  )
}

const list: Act = async (session, _, options) => {
  const query = {
    ...wordsOf(options, [...RANGE, "account"]),
    limit: String(options.limit),
  } as SentQuery<typeof OPERATIONS_QUERIES.notes>
  const { notes, count, first_day, last_day } = await ask(
    DayNotes,
    session.client.v1.notes.$get({ query }),
  )
  if (session.json) return outJson(session, notes).then(() => undefined)
  const listed = count > notes.length ? `, of which the newest ${notes.length}` : ""
  const summary = `${count} notes from ${first_day} to ${last_day}${listed}`
  const text = tableText<DayNote>(notes, [
    { title: "", cell: ({ day }) => day },
    { title: "account", cell: ({ account }) => account ?? "(all)" },
    { title: "note", cell: ({ text }) => text },
    { title: "by", cell: ({ by }) => by },
    { title: "at", cell: ({ at }) => at },
  ])
  await session.terminal.out(notes.length === 0 ? summary : `${text}\n\n${summary}`)
}

const target = (day: string, options: Readonly<Record<string, unknown>>) => ({
  param: { day },
  query: wordsOf(options, ["account"]),
})
const whose = ({ account }: { readonly account: string | null }) =>
  account === null ? "" : ` of ${plain(account)}`

const add: Act = async ({ client, terminal, json: asJson }, [day = "", text = ""], options) => {
  const init = { body: JSON.stringify({ text }), headers: { "content-type": "application/json" } }
  const note = await ask(
    DayNoteAnswer,
    client.v1.notes[":day"].$put(target(day, options), { init }),
  )
  await terminal.out(asJson ? JSON.stringify(note) : `${note.day}${whose(note)} has this note`)
}

const remove: Act = async ({ client, terminal, json: asJson }, [day = ""], options) => {
  await client.v1.notes[":day"].$delete(target(day, options))
  const account = typeof options.account === "string" ? options.account : null
  await terminal.out(
    asJson
      ? JSON.stringify({ account, day, removed: true })
      : `${day}${whose({ account })} has no note`,
  )
}
