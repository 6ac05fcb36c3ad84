/** How far an export is, and what became of it. */
import { Match, Show, Switch } from "solid-js"
import type { ExportJob } from "#api/contract.ts"
import { type ExportRun, fetchFile } from "../create-export.ts"
import { isOver } from "../exports-client.ts"
import { byteSize } from "../format-bytes.ts"
import { count } from "../format-number.ts"
import { exportsWords } from "../messages/exports.ts"
import { useView } from "../view.ts"
import { ExportProgress } from "./ExportProgress.tsx"
import { Tick } from "./icons.tsx"

const said = () => exportsWords().dialog

export function ExportOutcome(props: {
  readonly job: ExportJob
  readonly run: ExportRun
  readonly onClose: () => void
}) {
  const view = useView()
  return (
    <div class="export-outcome">
      <div role="status">
        <Switch>
          <Match when={props.job.state === "done"}>
            <p class="export-done">
              <Tick /> {said().done(props.job.file_name ?? "")}
            </p>
            <p class="note">
              {said().rows(count(props.job.rows.done), props.job.rows.done)} ·{" "}
              {byteSize(props.job.bytes)} · SHA-256 <code>{props.job.sha256?.slice(0, 12)}…</code>
            </p>
          </Match>
          <Match when={isOver(props.job)}>
            <p class="field-problem">{said().failed(props.job.failure ?? "")}</p>
          </Match>
          <Match when={!isOver(props.job)}>
            <ExportProgress job={props.job} />
            <p class="note">{said().background}</p>
          </Match>
        </Switch>
      </div>
      <Show when={props.run.failure()}>
        {(why) => (
          <p class="field-problem" role="alert">
            {why()}
          </p>
        )}
      </Show>
      <div class="export-foot">
        <Show
          when={isOver(props.job)}
          fallback={
            <button type="button" class="control" onClick={() => void props.run.cancel()}>
              {said().stop}
            </button>
          }
        >
          <button type="button" class="control" onClick={() => props.run.forget()}>
            {said().another}
          </button>
        </Show>
        <Show when={props.job.state === "done"}>
          <button type="button" class="control" onClick={() => fetchFile(props.job.id)}>
            {said().again}
          </button>
        </Show>
        <a class="control push" href={view.href("/exports", {})} onClick={() => props.onClose()}>
          {said().toExports}
        </a>
        <button
          type="button"
          class="control primary"
          ref={(button) => queueMicrotask(() => button.focus())}
          onClick={() => props.onClose()}
        >
          {said().close}
        </button>
      </div>
    </div>
  )
}
