/** Reads what the commands say before they are run: the year's days, the values, the accounts. */
import { useLocation, useNavigate } from "@solidjs/router"
import { type Accessor, createSignal, onCleanup } from "solid-js"
import { runAction, say } from "./actions.ts"
import { named, read, v1 } from "./api-call.ts"
import { client, daysOf, type RangeScope } from "./client.ts"
import { copyText } from "./clipboard.ts"
import {
  type CommandContext,
  type CommandField,
  commandFields,
  type FieldValues,
} from "./command-context.ts"
import { createRead } from "./create-read.ts"
import { m } from "./messages.ts"
import { placesFor } from "./places.ts"
import { useView } from "./view.ts"

const ACCOUNTS_MAX = "20"
const VALUES_MAX = "100"
const PAUSE_MS = 150

export const createCommandContext = (query: Accessor<string>): Accessor<CommandContext> => {
  const view = useView()
  const location = useLocation()
  const navigate = useNavigate()
  const go: CommandContext["go"] = (path, change) =>
    navigate(view.href(path, { page: undefined, day: undefined, ...change }))
  const copy: CommandContext["copy"] = async (text) => {
    const done = await copyOf(text)
    say(done ? m().common.copied : m().common.copyFailed)
  }
  const scope = () => {
    const known = view.scope()
    return known && { ...known, filters: view.state().filters }
  }
  const daily = createRead(() => {
    const known = scope()
    return known && { ...known, range: "12m" as const, grain: "day" as const }
  }, client.usage)
  const values = createRead(() => {
    const known = scope()
    return known && { ...known, range: view.state().range }
  }, valuesOf)
  const accounts = createRead(createPaused(query), (q, signal) =>
    client.accounts({ limit: ACCOUNTS_MAX, ...(q === "" ? {} : { q }) }, signal),
  )
  return () => ({
    view,
    path: location.pathname,
    places: placesFor(view.session.latest()),
    daily: daily.latest(),
    values: values.latest() ?? {},
    accounts: accounts.latest()?.accounts ?? [],
    go,
    act: runAction,
    copy,
  })
}

const copyOf = async (text: () => string | Promise<string>): Promise<boolean> => {
  try {
    return await copyText(await text())
  } catch {
    // The entries could not be read; that they were not copied is what matters here.
    return false
  }
}

/** What was typed once typing rests. */
const createPaused = (text: Accessor<string>): Accessor<string> => {
  const [paused, setPaused] = createSignal("")
  let last = ""
  const timer = setInterval(() => {
    const now = text().trim()
    if (now === last) setPaused(now)
    last = now
  }, PAUSE_MS)
  onCleanup(() => clearInterval(timer))
  return paused
}

/** Each field's values as if it had no filter yet: a chosen value takes the place of those there are. */
const valuesOf = async (scope: RangeScope, signal: AbortSignal): Promise<FieldValues> => {
  const read = async (field: CommandField) => [field, await valuesOfField(scope, field, signal)]
  return Object.fromEntries(await Promise.all(commandFields.map(read)))
}

const valuesOfField = async (
  { account, filters, ...scope }: RangeScope,
  field: CommandField,
  signal: AbortSignal,
) => {
  const others = filters.filter((known) => known.field !== field || known.operator !== "is")
  const { values } = await read(
    v1().accounts[":account"].breakdown.$get(
      {
        param: named(account),
        query: {
          ...daysOf({ ...scope, filters: others }),
          by: field,
          measure: "count",
          sort: "-count",
          limit: VALUES_MAX,
        },
      },
      { init: { signal } },
    ),
  )
  return values.map(({ key, count, spend }) => ({ value: key, count, spend }))
}
