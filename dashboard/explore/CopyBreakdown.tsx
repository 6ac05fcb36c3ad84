/** Takes the breakdown along as it is shown, with exact figures. */
import { createSignal, For, Show } from "solid-js"
import { copyText } from "../clipboard.ts"
import { ChevronDown, Tick } from "../components/icons.tsx"
import { Popup } from "../components/Popup.tsx"
import { exploreWords } from "../messages/explore.ts"
import { m } from "../messages.ts"
import { type TableFormat, tableFormats } from "../table-copy.ts"

const said = () => exploreWords().table

export function CopyBreakdown(props: { readonly text: (format: TableFormat) => string }) {
  const [copied, setCopied] = createSignal<TableFormat>()
  const [failed, setFailed] = createSignal(false)
  const copy = async (format: TableFormat) => {
    const done = await copyText(props.text(format))
    setCopied(done ? format : undefined)
    setFailed(!done)
  }
  return (
    <Popup
      name={said().copyAs}
      align="end"
      buttonClass="link-button"
      button={
        <>
          {m().ledger.copyAs} <ChevronDown />
        </>
      }
    >
      {() => (
        <div class="menu">
          <For each={tableFormats}>
            {(format) => (
              <button type="button" class="menu-item" onClick={() => void copy(format)}>
                {format === "csv" ? said().csv : m().ledger[format]}
                <Show when={copied() === format}>
                  <Tick />
                </Show>
              </button>
            )}
          </For>
          <p class="note" role="status">
            <Show when={copied()}>{m().common.copied}</Show>
            <Show when={failed()}>{m().common.copyFailed}</Show>
          </p>
        </div>
      )}
    </Popup>
  )
}
