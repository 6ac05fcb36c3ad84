/** `tidemark views`: addresses of the dashboard that are kept under a name. */
import { SavedViewAnswer, SavedViews } from "../view-contract.ts"
import { type Act, ask, type Define, outJson, withExamples } from "./command.ts"
import { plain } from "./plain-text.ts"
import { tableText } from "./table.ts"
import { wordsOf } from "./words.ts"

export const defineViews: Define = (program, run) => {
  const views = program
    .command("views")
    .description("views of the dashboard that are kept with the key, and those that others share")
  views.command("list").description("one's own first").action(run(list))
  withExamples(
    views
      .command("save <id> <name> <address>")
      .description(
        "keeps an address of the dashboard under a name, in the place of what has the id",
      )
      .option("--shared", "for everybody who may read all accounts")
      .action(run(save)),
    'views save largest "The largest operations" "/explore?by=operation&range=90d" --shared',
  )
  withExamples(
    views
      .command("remove <id>")
      .description("removes a view")
      .option(
        "--owner <owner>",
        "whose it is, admin or key:ID, where it is another's; as an admin",
      ),
    "views remove largest",
  ).action(run(remove))
}

const list: Act = async (session) => {
  const { views, count } = await ask(SavedViews, session.client.v1.views.$get({ query: {} }))
  if (session.json) return void (await outJson(session, views))
  const summary = `${count} ${count === 1 ? "view" : "views"}${count > views.length ? `, of which ${views.length} are listed` : ""}`
  const text = tableText(views, [
    { title: "id", cell: ({ id }) => id },
    { title: "name", cell: ({ name }) => name },
    { title: "whose", cell: ({ own, owner }) => (own ? "own" : owner) },
    { title: "shared", cell: ({ shared }) => (shared ? "yes" : "no") },
    { title: "address", cell: ({ address }) => address },
  ])
  await session.terminal.out(views.length === 0 ? summary : `${text}\n\n${summary}`)
}

const save: Act = async (
  { client, terminal, json: asJson },
  [id = "", name = "", address = ""],
  options,
) => {
  const body = JSON.stringify({ name, address, shared: options.shared === true })
  const init = { body, headers: { "content-type": "application/json" } }
  const kept = await ask(
    SavedViewAnswer,
    client.v1.views[":id"].$put({ param: { id: encodeURIComponent(id) }, query: {} }, { init }),
  )
  await terminal.out(asJson ? JSON.stringify(kept) : `${plain(kept.name)} is kept as ${kept.id}`)
}

const remove: Act = async ({ client, terminal, json: asJson }, [id = ""], options) => {
  const query = wordsOf(options, ["owner"])
  await client.v1.views[":id"].$delete({ param: { id: encodeURIComponent(id) }, query })
  await terminal.out(asJson ? JSON.stringify({ id, removed: true }) : `${id} is removed`)
}
