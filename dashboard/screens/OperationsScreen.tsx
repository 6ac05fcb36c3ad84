/** "Which days were unusual, who caused them, and is the pipeline well?" Over all accounts. */
import { createEffect, createMemo, For, onCleanup, Show } from "solid-js"
import { AccountDays } from "../components/AccountDays.tsx"
import { BackupsSection } from "../components/BackupsSection.tsx"
import { GapsSection } from "../components/GapsSection.tsx"
import { IntegritySection } from "../components/IntegritySection.tsx"
import { Phrases } from "../components/Phrases.tsx"
import { PipelineHealth } from "../components/PipelineHealth.tsx"
import { RejectionsSection } from "../components/RejectionsSection.tsx"
import { RulePreview } from "../components/RulePreview.tsx"
import { Choice } from "../components/ScopeBar.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { UnusualDays } from "../components/UnusualDays.tsx"
import { createRead } from "../create-read.ts"
import { offerExport } from "../export-offer.ts"
import { operationsWords } from "../messages/operations.ts"
import { m } from "../messages.ts"
import { operationsClient as client, operationsRanges } from "../operations-client.ts"
import { operationsRange, operationsSentence } from "../operations-words.ts"
import { serverToday } from "../server-clock.ts"
import { mayOperate } from "../session.ts"
import { useView } from "../view.ts"
import "../styles/statement.css"
import "../styles/operations.css"

/** Nothing of this screen comes by itself. */
const PULSE_MS = 15_000

export function OperationsScreen() {
  const view = useView()
  const session = () => view.session.latest()
  createEffect(() => {
    document.title = m().shell.names.operations
  })
  return (
    <Show
      when={session()}
      fallback={
        <div class="column operations">
          <SectionProblem read={view.session} what={operationsWords().the} />
        </div>
      }
    >
      {(known) => (
        <Show
          when={mayOperate(known())}
          fallback={
            <section class="column empty-page">
              <h1>{operationsWords().noPermission}</h1>
              <p>{operationsWords().noPermissionText}</p>
            </section>
          }
        >
          <Operations admin={known().admin} />
        </Show>
      )}
    </Show>
  )
}

function Operations(props: { readonly admin: boolean }) {
  const view = useView()
  const scope = createMemo(() => ({
    range: operationsRange(view.state().range),
    tz: view.state().tz ?? "UTC",
  }))
  const today = () => serverToday(scope().tz)
  offerExport(() => ({ account: null, report: "usage", ...scope() }))
  const days = createRead(scope, client.days)
  const accountDays = createRead(scope, client.accountDays)
  const rejections = createRead(
    () => ({ state: "open" as const, reason: undefined, cursor: undefined }),
    client.rejections,
  )
  const integrity = createRead(() => "integrity" as const, client.integrity)
  const ready = createRead(() => "ready" as const, client.ready)
  const gaps = createRead(() => (props.admin ? ("gaps" as const) : undefined), client.gaps)
  const timer = setInterval(() => {
    if (document.visibilityState !== "visible") return
    for (const read of [ready, rejections, integrity]) if (!read.pending()) read.again()
  }, PULSE_MS)
  onCleanup(() => clearInterval(timer))
  return (
    <div class="column operations">
      <div class="page-head">
        <p class="page-line">
          {m().shell.names.operations} · {operationsWords().place}
        </p>
        <h1 class="sentence">
          <Show
            when={days.latest()}
            fallback={
              <>
                <span class="visually-hidden">{m().shell.names.operations}</span>
                <span class="skeleton skeleton-sentence" aria-hidden="true" />
              </>
            }
          >
            {(known) => <Phrases text={operationsSentence(known(), today())} />}
          </Show>
        </h1>
      </div>
      <div class="scope-bar">
        <Choice
          label={operationsWords().days}
          value={scope().range}
          onChoose={(name) => view.update({ range: operationsRange(name as "30d") })}
        >
          <For each={Object.entries(operationsRanges)}>
            {([name, count]) => (
              <option value={name} selected={name === scope().range}>
                {operationsWords().last(count)}
              </option>
            )}
          </For>
        </Choice>
        <span class="note operations-zone">{operationsWords().zone(scope().tz)}</span>
      </div>
      <PipelineHealth
        ready={ready}
        rejections={rejections}
        integrity={integrity}
        gaps={props.admin ? gaps : undefined}
      />
      <UnusualDays read={days} today={today()} tz={scope().tz} />
      <AccountDays read={accountDays} today={today()} tz={scope().tz} />
      <RulePreview tz={scope().tz} today={today()} />
      <RejectionsSection admin={props.admin} onDecided={rejections.again} />
      <IntegritySection read={integrity} admin={props.admin} />
      <Show when={props.admin}>
        <GapsSection read={gaps} />
        <BackupsSection />
      </Show>
    </div>
  )
}
