/** All commands of the present screen. */
import { client, transactionsAddress } from "./client.ts"
import {
  type CommandContext,
  change,
  commandFields,
  joined,
  keysOf,
  sayCredits,
} from "./command-context.ts"
import { barCommands, dayCommands } from "./command-days.ts"
import type { Command } from "./commands.ts"
import { chipText } from "./filter-words.ts"
import { putFilter } from "./filters.ts"
import { chooseDensity, densities, density, preferred } from "./ledger-columns.ts"
import { copyFormats, copyRows, curlCommand } from "./ledger-copy.ts"
import { ledgerQuestion } from "./ledger-question.ts"
import { commandWords } from "./messages/commands.ts"
import { m } from "./messages.ts"
import { setOpenPanel } from "./open-panel.ts"
import { resolveRange } from "./ranges.ts"
import { chooseTheme, theme, themes } from "./theme.ts"

const said = () => commandWords()

export const commandsOf = (context: CommandContext, query: string): ReadonlyArray<Command> => [
  ...placeCommands(context),
  ...dayCommands(context, query),
  ...barCommands(context),
  ...filterCommands(context),
  ...accountCommands(context),
  ...copyCommands(context),
  exportCommand(context),
  ...pageCommands(),
]

const placeCommands = ({ places, path, go }: CommandContext): ReadonlyArray<Command> =>
  places
    .filter((place) => place.path !== path)
    .map((place) => ({
      id: `place:${place.name}`,
      group: "goTo",
      text: said().places[place.name],
      gives: m().shell.names[place.name],
      keys: place.action && keysOf(place.action),
      run: () => go(place.path, {}),
    }))

const filterCommands = (context: CommandContext): ReadonlyArray<Command> => {
  const { view, values } = context
  const { filters } = view.state()
  const known = commandFields.flatMap((field) => {
    const list = values[field]
    if (list === undefined) return []
    const begins = chipText({ field, operator: "is", values: [] })
    const all: Command = {
      id: `filter:${field}`,
      group: "filter",
      text: said().filterBy[field],
      gives: said().values(list.length),
      more: `${begins} `,
    }
    return [
      all,
      ...list.map(({ value, count, spend }): Command => {
        const filter = { field, operator: "is" as const, values: [value] }
        return {
          id: `filter:${field}:${value}`,
          group: "filter",
          text: chipText(filter),
          gives: joined(m().common.entries(count), spend === "0" ? undefined : sayCredits(spend)),
          run: () => change(context, { filters: putFilter(filters, filter), day: undefined }),
          deep: true,
        }
      }),
    ]
  })
  if (filters.length === 0) return known
  return [
    {
      id: "filter:none",
      group: "filter",
      text: said().removeFilters,
      gives: said().filters(filters.length),
      run: () => change(context, { filters: [] }),
    },
    ...known,
  ]
}

const accountCommands = (context: CommandContext): ReadonlyArray<Command> =>
  context.accounts
    .filter(({ account }) => account !== context.view.accountId())
    .map(({ account, name, balance }) => ({
      id: `account:${account}`,
      group: "accounts",
      text: name,
      gives: sayCredits(balance),
      run: () => change(context, { account, tz: undefined }),
      deep: true,
    }))

const copyCommands = (context: CommandContext): ReadonlyArray<Command> => {
  const { view, copy, path } = context
  const scope = view.scope()
  if (scope === undefined) return []
  const state = view.state()
  const question = ledgerQuestion({ ...scope, range: state.range, filters: state.filters }, state)
  const account = view.accountId()
  const command = (
    id: string,
    text: string,
    gives: string,
    of: () => string | Promise<string>,
  ): Command => ({
    id: `copy:${id}`,
    group: "act",
    text,
    gives,
    keys: id === "link" ? keysOf("copyLink") : undefined,
    run: () => copy(of),
    deep: true,
  })
  const { origin } = window.location
  const range = resolveRange(state.range, view.rangeContext()) ?? state.range
  const link = view.href(path, { account })
  const exact = view.href(path, { account, range, tz: view.zone() })
  const rows = async (format: (typeof copyFormats)[number]) => {
    const page = await client.transactions(question, AbortSignal.timeout(30_000))
    return copyRows(page.transactions, state.columns ?? preferred(), format)
  }
  return [
    {
      id: "copy",
      group: "act",
      text: said().copy,
      gives: said().copyGives,
      more: `${said().copy} `,
    },
    command("link", said().copyLink, link, () => origin + link),
    command("exact", said().copyExact, exact, () => origin + exact),
    command("curl", said().copyCurl, "curl", () =>
      curlCommand(origin + transactionsAddress(question)),
    ),
    ...copyFormats.map((format) =>
      command(format, said().copyRows[format], said().rows(state.size), () => rows(format)),
    ),
  ]
}

const exportCommand = ({ act }: CommandContext): Command => ({
  id: "export",
  group: "act",
  text: said().export,
  gives: "CSV, JSON Lines, Parquet, XLSX",
  keys: keysOf("export"),
  run: () => act("export"),
})

const pageCommands = (): ReadonlyArray<Command> => [
  ...themes
    .filter((name) => name !== theme())
    .map(
      (name): Command => ({
        id: `theme:${name}`,
        group: "act",
        text: said().theme[name],
        gives: said().now(m().shell.menu.themes[theme()]),
        run: () => chooseTheme(name),
      }),
    ),
  ...densities
    .filter((name) => name !== density())
    .map(
      (name): Command => ({
        id: `density:${name}`,
        group: "act",
        text: said().density[name],
        gives: said().now(m().ledger[density()]),
        run: () => chooseDensity(name),
      }),
    ),
  ...(["settings", "help"] as const).map(
    (panel): Command => ({
      id: panel,
      group: "act",
      text: m().shell.menu[panel],
      gives: said()[panel],
      keys: keysOf(panel),
      run: () => setOpenPanel(panel),
    }),
  ),
  {
    id: "print",
    group: "act",
    text: said().print,
    gives: said().printGives,
    run: () => window.print(),
  },
]
