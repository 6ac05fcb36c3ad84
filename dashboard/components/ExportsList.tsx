/** The exports that are kept: each with its size, how far it is, and what can be done with it. */
import { createSignal, For, Show } from "solid-js"
import type { ExportJob } from "#api/contract.ts"
import { createAct } from "../create-act.ts"
import type { Read } from "../create-read.ts"
import { accountName, daysAsked, filtersOf, reportName } from "../export-words.ts"
import { exportsClient, fileAddress, isOver } from "../exports-client.ts"
import { byteSize } from "../format-bytes.ts"
import { moment } from "../format-date.ts"
import { count } from "../format-number.ts"
import { createMediaQuery } from "../media-query.ts"
import { exportsWords } from "../messages/exports.ts"
import { serverToday } from "../server-clock.ts"
import { useView } from "../view.ts"
import { ExportProgress } from "./ExportProgress.tsx"
import { Cross } from "./icons.tsx"
import { ManifestDialog } from "./ManifestDialog.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

const said = () => exportsWords().list

export function ExportsList(props: {
  readonly read: Read<ReadonlyArray<ExportJob>>
  readonly onNew: () => void
}) {
  const small = createMediaQuery("(max-width: 59.99em)")
  const act = createAct()
  const [opened, setOpened] = createSignal<ExportJob>()
  const [done, setDone] = createSignal("")
  const job = (id: string) => props.read.latest()?.find((each) => each.id === id)
  // By their ids, so that a row keeps its buttons, and their focus, while its figures change.
  const ids = () => props.read.latest()?.map(({ id }) => id) ?? []
  const remove = (id: string) =>
    act.run(async () => {
      setDone("")
      await exportsClient.remove(id)
      setDone(said().removed)
      props.read.again()
    })
  const acts = (id: string) => (
    <Show when={job(id)}>
      {(known) => (
        <Acts
          job={known()}
          onManifest={() => setOpened(known())}
          onRemove={() => void remove(id)}
        />
      )}
    </Show>
  )
  return (
    <section class="section" aria-labelledby="exports-title">
      <div class="section-head">
        <h2 id="exports-title">{said().title}</h2>
        <p class="section-note">{said().note}</p>
        <button type="button" class="control push" onClick={() => props.onNew()}>
          {said().new}
        </button>
      </div>
      <SectionProblem read={props.read} what={exportsWords().what} />
      <p class="visually-hidden" role="status">
        {done()}
      </p>
      <Show when={act.failure()}>
        {(why) => (
          <p class="field-problem" role="alert">
            {why()}
          </p>
        )}
      </Show>
      <Show
        when={props.read.latest()}
        fallback={<div class="skeleton desk-wait" aria-hidden="true" />}
      >
        <Show when={ids().length > 0} fallback={<p class="note desk-none">{said().none}</p>}>
          <Show
            when={small()}
            fallback={
              <section class="table-region" tabindex="0" aria-label={said().caption}>
                <table class="desk-table">
                  <caption class="visually-hidden">{said().caption}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{said().report}</th>
                      <th scope="col">{said().format}</th>
                      <th scope="col" class="end">
                        {said().rows}
                      </th>
                      <th scope="col" class="end">
                        {said().size}
                      </th>
                      <th scope="col">{said().state}</th>
                      <th scope="col" class="end">
                        <span class="visually-hidden">{said().actions}</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={ids()}>
                      {(id) => (
                        <tr data-export={id}>
                          <Show when={job(id)}>{(known) => <Cells job={known()} />}</Show>
                          <td class="end">{acts(id)}</td>
                        </tr>
                      )}
                    </For>
                  </tbody>
                </table>
              </section>
            }
          >
            <ul class="desk-list" aria-label={said().caption}>
              <For each={ids()}>
                {(id) => (
                  <li data-export={id}>
                    <Show when={job(id)}>{(known) => <Item job={known()} />}</Show>
                    {acts(id)}
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </Show>
      </Show>
      <Show when={opened()}>
        {(shown) => <ManifestDialog job={shown()} onClose={() => setOpened(undefined)} />}
      </Show>
    </section>
  )
}

const nameOf = (job: ExportJob) => `${reportName(job)} · ${accountName(job.account)}`

const Name = (props: { readonly job: ExportJob }) => {
  const view = useView()
  const notes = () =>
    [daysAsked(props.job, view.today()), ...filtersOf(props.job)].filter((text) => text !== "")
  return (
    <>
      <span class="desk-name">{reportName(props.job)}</span> {accountName(props.job.account)}
      <span class="note desk-note">{notes().join(" · ")}</span>
    </>
  )
}

/** Those of one that failed are in no file. */
const rowsOf = (job: ExportJob) => {
  if (job.state === "done") return count(job.rows.done)
  return isOver(job) || job.rows.expected === null ? "" : count(job.rows.expected)
}

function StateOf(props: { readonly job: ExportJob }) {
  const view = useView()
  const zone = () => view.zone() ?? "UTC"
  const at = (instant: string) => moment(instant, zone(), serverToday(zone()))
  return (
    <Show when={isOver(props.job)} fallback={<ExportProgress job={props.job} />}>
      <span classList={{ "export-failed": props.job.state !== "done" }}>
        {exportsWords().states[props.job.state]}
      </span>
      <span class="note desk-note">
        {props.job.failure ??
          `${at(props.job.finished_at ?? props.job.created_at)} · ${said().keptUntil(at(props.job.expires_at ?? props.job.created_at))}`}
      </span>
    </Show>
  )
}

const Cells = (props: { readonly job: ExportJob }) => (
  <>
    <th scope="row">
      <Name job={props.job} />
    </th>
    <td>{exportsWords().formats[props.job.format]}</td>
    <td class="end">{rowsOf(props.job)}</td>
    <td class="end">{props.job.bytes > 0 ? byteSize(props.job.bytes) : ""}</td>
    <td>
      <StateOf job={props.job} />
    </td>
  </>
)

const Item = (props: { readonly job: ExportJob }) => (
  <>
    <p>
      <Name job={props.job} />
    </p>
    <p class="export-figures">
      {[
        exportsWords().formats[props.job.format],
        rowsOf(props.job) === ""
          ? ""
          : exportsWords().dialog.rows(rowsOf(props.job), props.job.rows.done),
        props.job.bytes > 0 ? byteSize(props.job.bytes) : "",
      ]
        .filter((text) => text !== "")
        .join(" · ")}
    </p>
    <p>
      <StateOf job={props.job} />
    </p>
  </>
)

function Acts(props: {
  readonly job: ExportJob
  readonly onManifest: () => void
  readonly onRemove: () => void
}) {
  const removal = () => (isOver(props.job) ? said().remove : said().cancel)
  return (
    <div class="desk-acts">
      <Show when={props.job.state === "done"}>
        <a
          class="control"
          href={fileAddress(props.job.id)}
          download=""
          rel="external"
          aria-label={said().of(said().download, nameOf(props.job))}
        >
          {said().download}
        </a>
        <button
          type="button"
          class="control"
          aria-label={said().of(said().manifest, nameOf(props.job))}
          onClick={() => props.onManifest()}
        >
          {said().manifest}
        </button>
      </Show>
      <button
        type="button"
        class="control icon-button"
        aria-label={said().of(removal(), nameOf(props.job))}
        onClick={() => props.onRemove()}
      >
        <Cross />
      </button>
    </div>
  )
}
