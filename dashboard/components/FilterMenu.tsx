/** The button that adds a filter; what it opens comes when it is first wanted. */
import { lazy, Suspense } from "solid-js"
import { m } from "../messages.ts"
import { ChevronDown } from "./icons.tsx"
import { Popup } from "./Popup.tsx"

const load = () => import("./FilterForm.tsx")
const FilterForm = lazy(() => load().then((code) => ({ default: code.FilterForm })))

export function FilterMenu() {
  return (
    <Popup
      name={m().filters.addName}
      buttonClass="control add-filter"
      button={
        <>
          + {m().filters.add} <ChevronDown />
        </>
      }
    >
      {(close) => (
        <Suspense>
          <FilterForm onDone={close} />
        </Suspense>
      )}
    </Popup>
  )
}
