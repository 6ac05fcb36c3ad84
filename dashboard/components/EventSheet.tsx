/** One entry, looked at closely: a sheet beside the ledger, or over it where there is no room. */
import { createEffect, type JSX, on, onCleanup, onMount, Show } from "solid-js"
import type { Transaction } from "#api/contract.ts"
import { client } from "../client.ts"
import { createRead } from "../create-read.ts"
import type { Day } from "../days.ts"
import { embedded } from "../embedded.ts"
import { timestamp } from "../format-date.ts"
import { createMediaQuery } from "../media-query.ts"
import { storyWords } from "../messages/story.ts"
import { m } from "../messages.ts"
import { EventStoryView } from "./EventStoryView.tsx"
import { ArrowDown, ArrowUp, Cross } from "./icons.tsx"
import { SectionProblem } from "./SectionProblem.tsx"
import { StoryActions } from "./StoryActions.tsx"
import { TransactionType } from "./TransactionType.tsx"
import "../styles/sheet.css"

export interface EventSheetProps {
  readonly account: string
  readonly id: string
  readonly zone: string
  /** The entries one can step through: those of the page. */
  readonly entries: ReadonlyArray<Transaction>
  readonly onMove: (id: string) => void
  readonly onDay: (day: Day) => void
  readonly onClose: () => void
}

export function EventSheet(props: EventSheetProps) {
  const beside = createMediaQuery("(min-width: 80em)")
  const read = createRead(() => ({ account: props.account, id: props.id }), client.event)
  // The story before must not stand under this entry's name.
  const story = () => {
    const latest = read.latest()
    return latest?.id === props.id && latest.account === props.account ? latest : undefined
  }
  const known = () =>
    props.entries.find(({ id }) => id === props.id) ?? story()?.transaction ?? undefined
  const at = () => props.entries.findIndex(({ id }) => id === props.id)
  const move = (by: -1 | 1) => {
    const next = at() < 0 ? undefined : props.entries[at() + by]
    if (next !== undefined) props.onMove(next.id)
  }
  let dialog!: HTMLDialogElement
  let scroller!: HTMLElement
  const open = (modal: boolean) => {
    if (dialog.open) dialog.close()
    if (modal) dialog.showModal()
    else dialog.show()
  }
  onMount(() => createEffect(() => open(!beside())))
  onCleanup(() => dialog.open && dialog.close())
  createEffect(
    on(
      () => props.id,
      () => scroller.scrollTo?.(0, 0),
    ),
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === "Escape") props.onClose()
    else if (event.key === "j") move(1)
    else if (event.key === "k") move(-1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-label={storyWords().name}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
    >
      <header class="sheet-head">
        <p class="sheet-what">
          <Show when={known()} fallback={props.id}>
            {(t) => (
              <>
                <TransactionType type={t().type} />{" "}
                <span class="note">
                  {timestamp(t().occurred_at, props.zone)} · {props.zone}
                </span>
              </>
            )}
          </Show>
        </p>
        <SheetButton label={storyWords().newer} disabled={at() <= 0} onClick={() => move(-1)}>
          <ArrowUp />
        </SheetButton>
        <SheetButton
          label={storyWords().older}
          disabled={at() < 0 || at() >= props.entries.length - 1}
          onClick={() => move(1)}
        >
          <ArrowDown />
        </SheetButton>
        <SheetButton label={m().common.close} autofocus onClick={props.onClose}>
          <Cross />
        </SheetButton>
      </header>
      <section class="sheet-body" ref={scroller} tabindex="0" aria-label={storyWords().what}>
        <SectionProblem read={read} what={storyWords().what} />
        <Show
          when={story()}
          fallback={
            <Show when={read.problem() === undefined}>
              <p class="visually-hidden">{storyWords().loading}</p>
              <span class="skeleton skeleton-story" aria-hidden="true" />
            </Show>
          }
        >
          {(told) => <EventStoryView story={told()} zone={props.zone} onOpen={props.onMove} />}
        </Show>
      </section>
      <StoryActions transaction={known()} story={story()} canStep={at() >= 0} onDay={props.onDay} />
    </dialog>
  )
}

function SheetButton(props: {
  readonly label: string
  readonly disabled?: boolean
  readonly autofocus?: boolean
  readonly onClick: () => void
  readonly children: JSX.Element
}) {
  return (
    <button
      type="button"
      class="sheet-button"
      aria-label={props.label}
      disabled={props.disabled}
      // In a frame browsers grant it to its host alone, and complain.
      autofocus={props.autofocus && !embedded}
      onClick={() => props.onClick()}
    >
      {props.children}
    </button>
  )
}
