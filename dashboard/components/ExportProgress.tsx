/** A bar for one that is on its way. */
import { Show } from "solid-js"
import type { ExportJob } from "#api/contract.ts"
import { reportName } from "../export-words.ts"
import { count } from "../format-number.ts"
import { exportsWords } from "../messages/exports.ts"

export function ExportProgress(props: { readonly job: ExportJob }) {
  const expected = () => props.job.rows.expected
  const said = () => exportsWords().dialog
  return (
    <div class="export-progress">
      <progress
        aria-label={exportsWords().list.progress(reportName(props.job))}
        max={expected() ?? 1}
        // Without a value the bar says that it is not known how far.
        {...(expected() === null ? {} : { value: props.job.rows.done })}
      />
      <Show when={expected()} fallback={<span class="note">{said().waiting}</span>}>
        {(all) => (
          <span class="note">{said().making(count(props.job.rows.done), count(all()))}</span>
        )}
      </Show>
    </div>
  )
}
