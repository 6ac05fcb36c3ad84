/** A payment reference: a link where it safely is one, otherwise text that can be copied. */
import { createSignal, Show } from "solid-js"
import { Copy, External, Tick } from "./icons.tsx"

const NAME_MAX = 14

/** Only https leads anywhere: other schemes could run code or leak where one is. */
export const linkOf = (reference: string): URL | undefined => {
  if (!URL.canParse(reference)) return undefined
  const url = new URL(reference)
  return url.protocol === "https:" ? url : undefined
}

/** The last part of the path says more than the host. */
const nameOf = (url: URL) => {
  const last = url.pathname.split("/").filter(Boolean).at(-1) ?? url.host
  return last.length > NAME_MAX ? `…${last.slice(-NAME_MAX)}` : last
}

export function Payment(props: { readonly reference: string }) {
  return (
    <Show when={linkOf(props.reference)} fallback={<CopyText text={props.reference} />}>
      {(url) => (
        <a class="payment" href={url().href} target="_blank" rel="noopener noreferrer">
          {nameOf(url())}
          <External /> <span class="visually-hidden">(opens in a new tab)</span>
        </a>
      )}
    </Show>
  )
}

function CopyText(props: { readonly text: string }) {
  const [copied, setCopied] = createSignal(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text)
      setCopied(true)
    } catch {
      // Without permission nothing is copied, and nothing says that it was.
      setCopied(false)
    }
  }
  return (
    <span class="payment-text">
      <span class="ellipsis" title={props.text}>
        {props.text}
      </span>
      <button type="button" class="copy" aria-label={`Copy ${props.text}`} onClick={copy}>
        <Show when={copied()} fallback={<Copy />}>
          <Tick />
        </Show>
      </button>
      <Show when={copied()}>
        <span class="visually-hidden" role="status">
          Copied
        </span>
      </Show>
    </span>
  )
}
