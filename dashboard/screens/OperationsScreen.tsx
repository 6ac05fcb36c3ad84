/** "Which days were unusual, who caused them, and is the pipeline well?" Over all accounts. */
import { createEffect, createMemo, createSignal, Show } from "solid-js"
import { BackupsSection } from "../components/BackupsSection.tsx"
import { GapsSection } from "../components/GapsSection.tsx"
import { InTurn } from "../components/InTurn.tsx"
import { IntegritySection } from "../components/IntegritySection.tsx"
import { RejectionsSection } from "../components/RejectionsSection.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { UnusualDays } from "../components/UnusualDays.tsx"
import type { Day } from "../days.ts"
import { offerExport } from "../export-offer.ts"
import { printFilter } from "../filters.ts"
import { operationsWords } from "../messages/operations.ts"
import { watchWords } from "../messages/watch.ts"
import { m } from "../messages.ts"
import { BandSection } from "../operations/BandSection.tsx"
import { createOperations } from "../operations/create-operations.ts"
import { HealthStrip } from "../operations/HealthStrip.tsx"
import { InsideAccounts } from "../operations/InsideAccounts.tsx"
import { LeadersSection } from "../operations/LeadersSection.tsx"
import { OperationsHead } from "../operations/OperationsHead.tsx"
import { PipelineSection } from "../operations/PipelineSection.tsx"
import { RuleSection } from "../operations/RuleSection.tsx"
import { WeekSection } from "../operations/WeekSection.tsx"
import { YearSection } from "../operations/YearSection.tsx"
import { mayOperate } from "../session.ts"
import { useView } from "../view.ts"
import "../styles/calendar.css"
import "../styles/fold.css"
import "../styles/operations.css"
import "../styles/operations-parts.css"

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
  const reads = createOperations(props)
  const { scope, today } = reads
  offerExport(() => ({
    account: null,
    report: "usage",
    range: scope().range,
    tz: scope().tz,
    filters: reads.filters().map(printFilter),
  }))
  const [asked, setAsked] = createSignal<{ readonly day: Day }>()
  const flagged = createMemo(
    () => new Set(reads.days.latest()?.high_usage_days.map(({ day }) => day)),
  )
  const texts = createMemo(
    () => new Map([...reads.notesByDay()].map(([day, { text }]) => [day, text])),
  )
  return (
    <div class="column operations">
      <OperationsHead scope={scope()} days={reads.days} accounts={reads.leaders} today={today()} />
      <HealthStrip
        ready={reads.ready}
        pipeline={reads.pipeline}
        rejections={reads.rejections}
        integrity={reads.integrity}
        gaps={props.admin ? reads.gaps : undefined}
        live={reads.live}
        days={scope().days}
        tz={scope().tz}
      />
      <InTurn>
        <BandSection
          read={reads.days}
          today={today()}
          tz={scope().tz}
          notes={texts()}
          onOpen={(day) => setAsked({ day })}
        />
      </InTurn>
      <InTurn>
        <UnusualDays
          read={reads.days}
          today={today()}
          tz={scope().tz}
          admin={props.admin}
          notes={reads.notesByDay()}
          onNoted={reads.notes.again}
          asked={asked()}
          foot={
            <>
              <SectionProblem read={reads.notes} what={watchWords().note.what} />
              <InsideAccounts
                read={reads.accountDays}
                isJudged={reads.isJudgedAlone()}
                flagged={flagged()}
                today={today()}
                tz={scope().tz}
              />
            </>
          }
        />
      </InTurn>
      <Below reads={reads} admin={props.admin} />
    </div>
  )
}

function Below(props: {
  readonly reads: ReturnType<typeof createOperations>
  readonly admin: boolean
}) {
  return (
    <>
      <InTurn>
        <YearSection
          read={props.reads.year}
          today={props.reads.today()}
          tz={props.reads.scope().tz}
        />
      </InTurn>
      <InTurn>
        <div class="halves halves-wide">
          <WeekSection read={props.reads.weekHours} today={props.reads.today()} />
          <LeadersSection
            read={props.reads.leaders}
            today={props.reads.today()}
            tz={props.reads.scope().tz}
          />
        </div>
      </InTurn>
      <InTurn>
        <div class="halves">
          <RuleSection
            tz={props.reads.scope().tz}
            filters={props.reads.filters()}
            today={props.reads.today()}
            admin={props.admin}
            onUsed={props.reads.judgedAgain}
          />
          <PipelineSection
            read={props.reads.pipeline}
            days={props.reads.scope().days}
            tz={props.reads.scope().tz}
          />
        </div>
      </InTurn>
      <InTurn>
        <RejectionsSection admin={props.admin} onDecided={props.reads.rejections.again} />
      </InTurn>
      <InTurn>
        <IntegritySection read={props.reads.integrity} admin={props.admin} />
      </InTurn>
      <InTurn>
        <Show when={props.admin}>
          <GapsSection read={props.reads.gaps} />
          <BackupsSection />
        </Show>
      </InTurn>
    </>
  )
}
