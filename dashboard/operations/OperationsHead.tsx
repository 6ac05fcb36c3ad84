/** The page's first lines: what it is about, the sentence that answers its question, and the days. */
import { createSignal, For, onCleanup, Show } from "solid-js"
import { copyText } from "../clipboard.ts"
import { Chips } from "../components/FilterBar.tsx"
import { FilterMenu } from "../components/FilterMenu.tsx"
import { Phrases } from "../components/Phrases.tsx"
import { Choice, CompareChoice, ZoneChoice } from "../components/ScopeBar.tsx"
import type { Read } from "../create-read.ts"
import { addDays, type Day } from "../days.ts"
import { dateRange } from "../format-date.ts"
import { operationsWords } from "../messages/operations.ts"
import { watchWords } from "../messages/watch.ts"
import { m } from "../messages.ts"
import {
  type HighUsageDays,
  type Leaders,
  type OperationsRange,
  operationsRanges,
} from "../operations-client.ts"
import { operationsSentence } from "../operations-words.ts"
import { useView } from "../view.ts"

export interface HeadProps {
  readonly scope: { readonly range: OperationsRange; readonly days: number; readonly tz: string }
  readonly days: Read<HighUsageDays>
  readonly accounts: Read<Leaders>
  readonly today: Day
}

export function OperationsHead(props: HeadProps) {
  const words = () => operationsWords()
  const accounts = () => props.accounts.latest()?.total.groups
  return (
    <>
      <div class="page-head">
        <CopyLink />
        <p class="page-line">
          {m().shell.names.operations} ·{" "}
          <Show when={accounts()} fallback={words().place}>
            {(n) => watchWords().allOf(n())}
          </Show>
        </p>
        <h1 class="sentence operations-sentence">
          <Show
            when={props.days.latest()}
            fallback={
              <>
                <span class="visually-hidden">{m().shell.names.operations}</span>
                <span class="skeleton skeleton-sentence" aria-hidden="true" />
              </>
            }
          >
            {(known) => <Phrases text={operationsSentence(known(), props.today)} />}
          </Show>
        </h1>
      </div>
      <Scope {...props} />
    </>
  )
}

function Scope(props: HeadProps) {
  const view = useView()
  const words = () => operationsWords()
  const option = (days: number) => {
    const range = { first: addDays(props.today, 1 - days), last: props.today }
    return `${words().last(days)} · ${dateRange(range, props.today)}`
  }
  return (
    <div class="scope-bar">
      <Choice
        label={words().days}
        value={props.scope.range}
        onChoose={(name) => view.update({ range: name as OperationsRange })}
      >
        <For each={Object.entries(operationsRanges)}>
          {([name, days]) => (
            <option value={name} selected={name === props.scope.range}>
              {option(days)}
            </option>
          )}
        </For>
      </Choice>
      <CompareChoice />
      <ZoneChoice home="UTC" />
      <FilterMenu />
      <Chips all />
    </div>
  )
}

const SAID_FOR_MS = 2_500

function CopyLink() {
  const [said, setSaid] = createSignal<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = async () => {
    const done = await copyText(window.location.href)
    setSaid(done ? m().shell.linkCopied : m().common.copyFailed)
    clearTimeout(timer)
    timer = setTimeout(() => setSaid(undefined), SAID_FOR_MS)
  }
  return (
    <button type="button" class="link-button copy-link" onClick={() => void copy()}>
      <span aria-live="polite">{said() ?? watchWords().copyLink}</span>
    </button>
  )
}
