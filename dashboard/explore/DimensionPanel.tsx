/** What something is divided by: what every event has, or any property of one's own events. */
import { createSignal, For } from "solid-js"
import { createRead } from "../create-read.ts"
import {
  type Dimension,
  PROPERTY_NAME_MAX,
  propertyDimension,
  propertyName,
  readDimension,
} from "../dimensions.ts"
import { exploreWords } from "../messages/explore.ts"
import { useView } from "../view.ts"
import { ChoiceList } from "./ChoiceList.tsx"
import { exploreClient } from "./explore-client.ts"
import { dimensionTitle } from "./question-words.ts"

const ofEveryone = ["category", "operation", "account", "actor", "type"] as const
const ofOne = ["category", "operation", "actor", "type"] as const

export function DimensionPanel(props: {
  readonly label: string
  readonly chosen: Dimension
  readonly onChoose: (dimension: Dimension) => void
}) {
  const view = useView()
  const [typed, setTyped] = createSignal(propertyName(props.chosen) ?? "")
  const names = createRead(view.accountId, exploreClient.propertyNames)
  const listed = () => [
    ...(view.state().everyone ? ofEveryone : ofOne).map((id) => ({ id, name: dimensionTitle(id) })),
    ...(names.latest() ?? []).map((name) => ({ id: `property:${name}`, name })),
  ]
  const dimension = () => propertyDimension(typed().trim())
  const choose = (id: string) => {
    const own = id.startsWith("property:") ? propertyDimension(id.slice(9)) : readDimension(id)
    if (own !== undefined) props.onChoose(own)
  }
  return (
    <div class="condition-panel">
      <ChoiceList label={props.label} choices={listed()} chosen={props.chosen} onChoose={choose} />
      <form
        class="condition-panel"
        onSubmit={(event) => {
          event.preventDefault()
          const own = dimension()
          if (own !== undefined) props.onChoose(own)
        }}
      >
        <label class="filter-value">
          {exploreWords().property}
          <input
            type="text"
            class="control field"
            value={typed()}
            placeholder={exploreWords().propertyHint}
            maxlength={PROPERTY_NAME_MAX}
            list="property-names"
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <datalist id="property-names">
          <For each={names.latest()}>{(name) => <option value={name} />}</For>
        </datalist>
        <button type="submit" class="control" disabled={dimension() === undefined}>
          {exploreWords().propertyUse}
        </button>
      </form>
    </div>
  )
}
