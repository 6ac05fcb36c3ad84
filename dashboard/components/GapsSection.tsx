/** What was given up of the log: the one reason why figures may lack an event. */
import { Show } from "solid-js"
import type { Read } from "../create-read.ts"
import { timestamp } from "../format-date.ts"
import { operationsWords } from "../messages/operations.ts"
import { type FactColumn, FactTable } from "../operations/FactTable.tsx"
import type { Gaps } from "../operations-client.ts"
import { OperationsSection } from "./OperationsSection.tsx"

const said = () => operationsWords().gaps
type Gap = Gaps["gaps"][number]

export const GapsSection = (props: { readonly read: Read<Gaps> }) => (
  <OperationsSection id="gaps" title={said().title} what={said().what} read={props.read}>
    {(answer) => (
      <Show when={answer().gaps.length > 0} fallback={<p class="note">{said().none}</p>}>
        <FactTable caption={said().caption} columns={columns()} rows={answer().gaps} />
      </Show>
    )}
  </OperationsSection>
)

const columns = (): ReadonlyArray<FactColumn<Gap>> => [
  { title: said().topic, cell: ({ topic }) => topic },
  { title: said().partition, cell: ({ partition }) => partition },
  { title: said().offsets, cell: ({ first, last }) => `${first}–${last ?? said().unknown}` },
  { title: said().when, cell: (gap) => timestamp(gap.given_up_at, "UTC") },
]
