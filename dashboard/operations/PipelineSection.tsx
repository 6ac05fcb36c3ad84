/** What became of everything that arrived, and how far each partition of the log is stored. */
import { Show } from "solid-js"
import { PlaceLink } from "../components/PlaceLink.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import type { Read } from "../create-read.ts"
import { clockTime, dayAndTime } from "../format-date.ts"
import { count, exactCredits } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import type { Pipeline } from "../operations-client.ts"
import { type FactColumn, FactTable } from "./FactTable.tsx"

const said = () => watchWords().pipeline
const fates = ["accepted", "duplicate", "conflict", "rejected", "unreadable"] as const
type Fate = (typeof fates)[number]
type Partition = Pipeline["partitions"][number]
/** Those that are kept for review lead there. */
const kept: ReadonlyArray<Fate> = ["conflict", "rejected", "unreadable"]

export function PipelineSection(props: {
  readonly read: Read<Pipeline>
  readonly days: number
  readonly tz: string
}) {
  return (
    <section
      class="half"
      id="pipeline"
      tabindex="-1"
      aria-labelledby="pipeline-title"
      aria-busy={props.read.pending()}
    >
      <div class="section-head">
        <h2 id="pipeline-title">{said().title}</h2>
      </div>
      <SectionProblem read={props.read} what={said().what} />
      <Show
        when={props.read.latest()}
        fallback={<div class="skeleton skeleton-week" aria-hidden="true" />}
      >
        {(known) => (
          <>
            <Fates known={known()} days={props.days} />
            <p class="note">
              <Show when={known().counted_since} fallback={said().notYet}>
                {(since) => said().since(dayAndTime(since(), props.tz))}
              </Show>{" "}
              <Show when={known().partitions.length === 0}>{said().noLog}</Show>
            </p>
            <Show when={known().partitions.length > 0}>
              <FactTable
                caption={said().partitions}
                shownCaption
                columns={partitionColumns(props.tz)}
                rows={known().partitions}
                keyOf={({ partition }) => `partition-${partition}`}
              />
            </Show>
          </>
        )}
      </Show>
    </section>
  )
}

function Fates(props: { readonly known: Pipeline; readonly days: number }) {
  const columns = (): ReadonlyArray<FactColumn<Fate>> => [
    {
      title: said().fate(props.days),
      cell: (fate) => {
        const [name] = said().fates[fate]
        return kept.includes(fate) && props.known.fates[fate] > 0 ? (
          <PlaceLink place="not-counted">{name}</PlaceLink>
        ) : (
          name
        )
      },
    },
    { title: said().events, cell: (fate) => count(props.known.fates[fate]) },
    { title: said().done, start: true, class: "quiet", cell: (fate) => said().fates[fate][1] },
  ]
  return (
    <FactTable
      caption={said().caption}
      columns={columns()}
      rows={fates}
      keyOf={(fate) => `fate-${fate}`}
      class="pipeline-table"
      foot={
        <tfoot>
          <tr data-row="fate-arrived">
            <th scope="row">{said().arrived[0]}</th>
            <td>{count(props.known.arrived)}</td>
            <td class="start quiet">{said().arrived[1]}</td>
          </tr>
        </tfoot>
      }
    />
  )
}

const partitionColumns = (tz: string): ReadonlyArray<FactColumn<Partition>> => [
  { title: said().partition, cell: ({ partition }) => partition },
  { title: said().behind, cell: ({ lag }) => count(lag.messages) },
  { title: said().lag, cell: ({ lag }) => exactCredits(lag.seconds.toFixed(1)) },
  { title: said().completeTo, cell: (row) => clockTime(row.complete_to, tz) },
]
