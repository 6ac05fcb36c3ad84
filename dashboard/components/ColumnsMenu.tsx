/** Which columns the table shows, and how high its rows are. */
import { For } from "solid-js"
import {
  type ColumnId,
  chooseDensity,
  columnIds,
  densities,
  density,
  hideable,
  preferColumns,
} from "../ledger-columns.ts"
import { m } from "../messages.ts"
import { useView } from "../view.ts"
import { ChevronDown } from "./icons.tsx"
import { Popup } from "./Popup.tsx"

export function ColumnsMenu(props: { readonly columns: ReadonlyArray<ColumnId> }) {
  const view = useView()
  const choose = (chosen: ReadonlyArray<ColumnId>) => {
    preferColumns(chosen)
    // A link that named columns has served its purpose once others are chosen.
    if (view.state().columns !== undefined) view.update({ columns: undefined }, "replace")
  }
  const toggle = (id: ColumnId) =>
    choose(columnIds.filter((each) => props.columns.includes(each) !== (each === id)))
  return (
    <Popup
      name={m().ledger.columnsName}
      align="end"
      button={
        <>
          {m().ledger.columnsButton} <ChevronDown />
        </>
      }
    >
      {() => (
        <div class="menu">
          <fieldset class="choices">
            <legend>{m().ledger.columnsButton}</legend>
            <For each={hideable}>
              {(id) => (
                <label>
                  <input
                    type="checkbox"
                    checked={props.columns.includes(id)}
                    onChange={() => toggle(id)}
                  />
                  {m().ledger.columns[id]}
                </label>
              )}
            </For>
          </fieldset>
          <button
            type="button"
            class="control"
            disabled={props.columns.length === columnIds.length}
            onClick={() => choose(columnIds)}
          >
            {m().ledger.reset}
          </button>
          <fieldset class="choices">
            <legend>{m().ledger.density}</legend>
            <For each={densities}>
              {(choice) => (
                <label>
                  <input
                    type="radio"
                    name="density"
                    checked={density() === choice}
                    onChange={() => chooseDensity(choice)}
                  />
                  {m().ledger[choice]}
                </label>
              )}
            </For>
          </fieldset>
        </div>
      )}
    </Popup>
  )
}
