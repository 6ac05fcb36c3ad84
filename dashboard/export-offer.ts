/**
 * What a screen gives to the export dialog. The dialog itself takes account, days, zone and filters from
 * the address; a screen or section says only where it differs.
 */
import { createSignal, onCleanup } from "solid-js"
import type { ReportName } from "#api/contract.ts"
import { setOpenPanel } from "./open-panel.ts"
import type { UrlState } from "./url-state.ts"

export interface ExportOffer {
  /** The report that is chosen first; entries unless given. */
  readonly report?: ReportName
  /** Null: all accounts that may be read. Left out: the one in the address. */
  readonly account?: string | null
  readonly range?: UrlState["range"]
  readonly tz?: string
  /** As the API reads them: `field:op:value`. */
  readonly filters?: ReadonlyArray<string>
  /** What a breakdown is by, as the API reads it: one or two dimensions. */
  readonly by?: string
}

const [offered, setOffered] = createSignal<() => ExportOffer>()
const [exporting, setExporting] = createSignal<ExportOffer>({})

/** What the open dialog is about. */
export { exporting }

/** Inside a screen: what the key takes along while it is shown. */
export const offerExport = (offer: () => ExportOffer): void => {
  setOffered(() => offer)
  onCleanup(() => setOffered((now) => (now === offer ? undefined : now)))
}

/** Opens the dialog: for a section's own button with what that section shows. */
export const openExport = (offer: ExportOffer = offered()?.() ?? {}): void => {
  setExporting(offer)
  setOpenPanel("export")
}
