/** Follows an account while somebody looks: figures come by themselves, and where they do not, it is known. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js"
import type { LiveEnd, LiveWatermark, Overview } from "#api/contract.ts"
import { embedded } from "./embedded.ts"
import { CLOSED, type LiveSource, openLive } from "./live-source.ts"

/** `off`: nothing is followed, and figures are asked for. `lost`: the same, until the stream is back. */
export type LiveState = "off" | "live" | "lost"

export interface Live {
  readonly state: Accessor<LiveState>
  /** The newest watermark of the stream. */
  readonly completeTo: Accessor<string | undefined>
}

export interface LiveTarget {
  /** `undefined` while there is nothing to follow. */
  readonly account: Accessor<string | undefined>
  readonly take: (overview: Overview) => void
  /** The credential is over. */
  readonly onEnd: () => void
}

/** The stream says something every five seconds; without a word for so long it is lost. */
const SILENT_MS = 20_000
const RETRY_MS_MIN = 1_000
const RETRY_MS_MAX = 30_000
/** A tab that nobody sees gives its connection back. */
const HIDDEN_MS = 60_000

export const createLive = ({ account, take, onEnd }: LiveTarget): Live => {
  const [state, setState] = createSignal<LiveState>("off")
  const [completeTo, setCompleteTo] = createSignal<string>()
  const [attempt, setAttempt] = createSignal(0)
  const seen = createSeen(HIDDEN_MS)
  const followed = createMemo(account)
  let failures = 0

  const follow = (source: LiveSource) => {
    let retry: ReturnType<typeof setTimeout> | undefined
    let silence: ReturnType<typeof setTimeout> | undefined
    const stop = () => {
      clearTimeout(silence)
      source.close()
    }
    const lose = () => {
      stop()
      setState("lost")
      const wait = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** failures++)
      // Spread, so that the viewers of a server that comes back do not all come at once.
      retry ??= setTimeout(() => setAttempt((n) => n + 1), wait * (0.5 + Math.random() / 2))
    }
    const hear = <A>(name: string, tell: (told: A) => void) =>
      source.addEventListener(name, (event) => {
        clearTimeout(silence)
        silence = setTimeout(lose, SILENT_MS)
        tell(JSON.parse(event.data))
      })
    hear<Overview>("balance", take)
    hear<LiveWatermark>("watermark", ({ complete_to }) => {
      failures = 0
      setCompleteTo(complete_to)
      setState("live")
    })
    hear<LiveEnd>("end", ({ reason }) => {
      // In a frame the host has another one, which the next attempt asks for.
      if (reason !== "credential_over" || embedded) return lose()
      stop()
      setState("off")
      onEnd()
    })
    source.addEventListener("error", () => {
      // The browser connects again by itself, and says what it heard last, unless it was refused.
      if (source.readyState === CLOSED) lose()
      else setState("lost")
    })
    silence = setTimeout(lose, SILENT_MS)
    onCleanup(() => {
      clearTimeout(retry)
      stop()
    })
  }

  createEffect(
    on([followed, seen, attempt], ([id, isSeen]) => {
      const source =
        id === undefined || !isSeen
          ? undefined
          : openLive(`/v1/accounts/${encodeURIComponent(id)}/live`)
      if (source === undefined) setState("off")
      else follow(source)
    }),
  )
  createEffect(on(followed, () => setCompleteTo(undefined)))
  return { state, completeTo }
}

/** Whether the page was visible within the last `hiddenMs`. */
export const createSeen = (hiddenMs: number): Accessor<boolean> => {
  const [seen, setSeen] = createSignal(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    clearTimeout(timer)
    if (document.visibilityState === "visible") setSeen(true)
    else timer = setTimeout(() => setSeen(false), hiddenMs)
  }
  document.addEventListener("visibilitychange", look)
  onCleanup(() => {
    clearTimeout(timer)
    document.removeEventListener("visibilitychange", look)
  })
  return seen
}
