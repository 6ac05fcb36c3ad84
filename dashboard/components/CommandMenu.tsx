/** Everything the page can do, by typing: a field and the list of what fits. What is behind is inert. */
import { createMemo, createSignal, createUniqueId, For, onCleanup, onMount, Show } from "solid-js"
import { commandsOf } from "../command-list.ts"
import { type Command, type FoundCommand, type FoundGroup, findCommands } from "../commands.ts"
import { createCommandContext } from "../create-command-context.ts"
import { commandWords } from "../messages/commands.ts"
import { rangePhrase, resolveRange } from "../ranges.ts"
import { recentCommands, rememberCommand } from "../recent-commands.ts"
import { afterPaint } from "../turns.ts"
import { useView } from "../view.ts"
import { Search } from "./icons.tsx"
import { Keys } from "./Keys.tsx"
import "../styles/command-menu.css"

const said = () => commandWords()
/** About as much as the list shows before it is scrolled. */
const GROUPS_AT_FIRST = 2

export function CommandMenu(props: { readonly onClose: () => void }) {
  let dialog!: HTMLDialogElement
  const before = document.activeElement
  onMount(() => {
    dialog.showModal()
    dialog.querySelector("input")?.focus()
  })
  onCleanup(() => {
    if (dialog.open) dialog.close()
  })
  const close = () => {
    props.onClose()
    if (before instanceof HTMLElement) before.focus()
  }
  const run = (command: Command) => {
    rememberCommand(command.id)
    // First back to where one was: what is run may move the focus on.
    close()
    command.run?.()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same.
    <dialog
      ref={dialog}
      class="command-menu"
      aria-label={said().title}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={(event) => event.target === dialog && close()}
    >
      <CommandSearch onRun={run} onClose={close} />
    </dialog>
  )
}

function CommandSearch(props: {
  readonly onRun: (command: Command) => void
  readonly onClose: () => void
}) {
  const [query, setQuery] = createSignal("")
  const [active, setActive] = createSignal(0)
  const context = createCommandContext(query)
  const recent = recentCommands()
  const groups = createMemo(() => findCommands(commandsOf(context(), query()), query(), recent))
  const flat = createMemo(() => groups().flatMap(({ found }) => found))
  // The menu answers its key with what is seen, and makes the rest behind it.
  const [isPainted, setPainted] = createSignal(false)
  onCleanup(afterPaint(() => setPainted(true)))
  const made = () => (isPainted() ? groups() : groups().slice(0, GROUPS_AT_FIRST))
  const at = () => Math.min(active(), flat().length - 1)
  const chosen = () => flat()[at()]?.command
  const id = createUniqueId()
  let field!: HTMLInputElement
  let list!: HTMLDivElement

  const type = (text: string) => {
    setQuery(text)
    setActive(0)
    list.scrollTop = 0
  }
  const run = (command: Command | undefined) => {
    if (command?.more === undefined) return command && props.onRun(command)
    field.value = command.more
    field.focus()
    type(command.more)
  }
  const move = (to: number) => {
    const count = flat().length
    setActive(count === 0 ? 0 : (to + count) % count)
    document.getElementById(`${id}-${at()}`)?.scrollIntoView({ block: "nearest" })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const step = steps[event.key]
    const completes = event.key === "Tab" && !event.shiftKey && chosen()?.more !== undefined
    if (step !== undefined) move(at() + step)
    else if (event.key === "Enter" || completes) run(chosen())
    else return
    event.preventDefault()
  }
  return (
    <>
      <div class="command-head">
        <Search />
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label={said().field}
          placeholder={said().field}
          aria-expanded={flat().length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={flat().length > 0 ? `${id}-${at()}` : undefined}
          autocomplete="off"
          spellcheck={false}
          maxlength={100}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" class="command-close" onClick={() => props.onClose()}>
          <Keys text="Escape" />
        </button>
      </div>
      <div
        class="command-list"
        role="listbox"
        id={`${id}-list`}
        ref={list}
        aria-label={said().list}
      >
        <For each={made()}>
          {(group) => (
            <CommandGroupView
              group={group}
              id={id}
              first={flat().indexOf(group.found[0] as FoundCommand)}
              active={at()}
              onPoint={setActive}
              onRun={run}
            />
          )}
        </For>
      </div>
      <Show when={flat().length === 0}>
        <p class="command-nothing">{said().nothing}</p>
      </Show>
      <Foot count={flat().length} query={query().trim()} more={chosen()?.more} />
    </>
  )
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 7,
  PageUp: -7,
}

function CommandGroupView(props: {
  readonly group: FoundGroup
  readonly id: string
  /** The place of its first command among all. */
  readonly first: number
  readonly active: number
  readonly onPoint: (at: number) => void
  readonly onRun: (command: Command) => void
}) {
  const name = () => `${props.id}-${props.group.group}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options, which no element is.
    <div role="group" aria-labelledby={name()}>
      <p class="command-group" id={name()}>
        {said().groups[props.group.group]}
      </p>
      <For each={props.group.found}>
        {(found, i) => {
          const at = () => props.first + i()
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, and its keys.
            // biome-ignore lint/a11y/useFocusableInteractive: as in every combobox, the field keeps the focus.
            <div
              role="option"
              id={`${props.id}-${at()}`}
              class="command"
              aria-selected={props.active === at()}
              onPointerMove={() => props.active !== at() && props.onPoint(at())}
              onClick={() => props.onRun(found.command)}
            >
              <span class="command-text">
                <MarkedText found={found} />
              </span>{" "}
              <span class="command-gives">{found.command.gives}</span>
              <span class="command-keys" aria-hidden="true">
                <Show
                  when={props.active === at()}
                  fallback={
                    <Show when={found.command.keys}>{(keys) => <Keys text={keys()} />}</Show>
                  }
                >
                  <Keys text="Enter" />
                </Show>
              </span>
            </div>
          )
        }}
      </For>
    </div>
  )
}

/** Letters that were typed, as runs. */
const MarkedText = (props: { readonly found: FoundCommand }) => (
  <For each={runsOf([...props.found.command.text], props.found.at)}>
    {({ text, typed }) => (typed ? <mark>{text}</mark> : text)}
  </For>
)

const runsOf = (letters: ReadonlyArray<string>, at: ReadonlyArray<number>) => {
  const runs: { text: string; typed: boolean }[] = []
  for (const [i, letter] of letters.entries()) {
    const typed = at.includes(i)
    const last = runs.at(-1)
    if (last?.typed === typed) last.text += letter
    else runs.push({ text: letter, typed })
  }
  return runs
}

function Foot(props: {
  readonly count: number
  readonly query: string
  readonly more: string | undefined
}) {
  const view = useView()
  const days = () => {
    const { range } = view.state()
    return rangePhrase(range, resolveRange(range, view.rangeContext()), view.today())
  }
  const place = () => said().place(view.account()?.name ?? view.accountId() ?? "", days())
  return (
    <div class="command-foot">
      <p class="command-help wide-only" aria-hidden="true">
        <Keys text="ArrowUp ArrowDown" /> <span>{said().move}</span>
        <Keys text="Enter" /> <span>{said().run}</span>
        <Show when={props.more}>
          <Keys text="Tab" /> <span>{said().complete}</span>
        </Show>
      </p>
      <p role="status">
        {said().found(props.count, props.query)} · {place()}
      </p>
    </div>
  )
}
