/** "Who may send, read and administer, and what was done?" */
import { createMemo, createSignal, Show } from "solid-js"
import { AuditSection } from "../components/AuditSection.tsx"
import { DeskHead } from "../components/DeskHead.tsx"
import { KeyDialog } from "../components/KeyDialog.tsx"
import { KeysTable } from "../components/KeysTable.tsx"
import { Older } from "../components/Older.tsx"
import { Permitted } from "../components/Permitted.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { TokensSection } from "../components/TokensSection.tsx"
import { createAct } from "../create-act.ts"
import { createRead } from "../create-read.ts"
import { deskClient } from "../desk-client.ts"
import { keysSentence } from "../key-words.ts"
import { keysWords } from "../messages/keys.ts"
import { m } from "../messages.ts"
import { serverNow } from "../server-clock.ts"
import "../styles/desk.css"

const said = () => keysWords()

export const KeysScreen = () => (
  <Permitted may={({ admin }) => admin} words={said()}>
    {() => <AllKeys />}
  </Permitted>
)

function AllKeys() {
  const [cursor, setCursor] = createSignal<string>()
  const [making, setMaking] = createSignal(false)
  const [done, setDone] = createSignal("")
  const act = createAct()
  const read = createRead(() => ({ cursor: cursor() }), deskClient.keys)
  const [auditCursor, setAuditCursor] = createSignal<string>()
  // Everything that is done here is on record there.
  const audit = createRead(() => ({ cursor: auditCursor() }), deskClient.audit)
  const refresh = () => {
    read.again()
    audit.again()
  }
  const revoke = (id: string, name: string) =>
    act.run(async () => {
      setDone("")
      await deskClient.revokeKey(id)
      setDone(said().list.done(name))
      refresh()
    })
  // The first page says how many there are; further back it stays what it was.
  const sentence = createMemo((before: string | undefined) => {
    const answer = read.latest()
    return answer === undefined || cursor() !== undefined
      ? before
      : keysSentence(answer, serverNow())
  })
  return (
    <div class="column">
      <DeskHead screen={m().shell.names.keys} place={said().place} sentence={sentence()} />
      <section class="section" aria-labelledby="keys-title" aria-busy={read.pending()}>
        <div class="section-head">
          <h2 id="keys-title">{said().list.title}</h2>
          <p class="section-note">{said().list.note}</p>
          <button type="button" class="control push" onClick={() => setMaking(true)}>
            {said().list.new}
          </button>
        </div>
        <p class="desk-done" role="status">
          {done()}
        </p>
        <Show when={act.failure()}>
          {(why) => (
            <p class="field-problem" role="alert">
              {why()}
            </p>
          )}
        </Show>
        <SectionProblem read={read} what={said().what} />
        <Show when={read.latest()} fallback={<div class="skeleton desk-wait" aria-hidden="true" />}>
          {(answer) => (
            <>
              <KeysTable
                keys={answer().keys}
                busy={act.busy()}
                onRevoke={(id, name) => void revoke(id, name)}
              />
              <Older
                words={said().list}
                cursor={cursor()}
                next={answer().next}
                onMove={setCursor}
              />
            </>
          )}
        </Show>
      </section>
      <TokensSection onRevoked={audit.again} />
      <AuditSection
        read={audit}
        keys={read.latest()?.keys ?? []}
        cursor={auditCursor()}
        onMove={setAuditCursor}
      />
      <Show when={making()}>
        <KeyDialog onMade={refresh} onClose={() => setMaking(false)} />
      </Show>
    </div>
  )
}
