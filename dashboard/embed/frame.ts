/** This page in its frame: hears what the host sets, from the host alone, and tells it what it has to know. */
import { type Accessor, batch, createSignal } from "solid-js"
import { keepTokens } from "../credential.ts"
import { chooseLanguage } from "../language.ts"
import { resumeSession } from "../session.ts"
import { chooseTheme, theme } from "../theme.ts"
import { accentFor, type Colour } from "./accent.ts"
import { type Configuration, type FrameMessage, framed, readHostMessage } from "./protocol.ts"
import { checkToken, createTokens } from "./tokens.ts"

/** How often a host that says nothing is told that there is somebody here. */
const READY_MS = 1_000
/** When a token that nobody could check is checked again. */
const RETRY_MS = 3_000

export type FrameState =
  /** In no frame, so that nobody can give a token. */
  | { readonly is: "alone" }
  | { readonly is: "waiting" }
  | { readonly is: "refused" | "unreachable" }
  | { readonly is: "open"; readonly account: string }

export interface Frame {
  readonly state: Accessor<FrameState>
  readonly tell: (message: FrameMessage) => void
}

/** Call it once. `origins`: whose messages are heard. */
export const createFrame = (origins: ReadonlyArray<string>): Frame => {
  const host = window.parent
  const [state, setState] = createSignal<FrameState>(
    host === window ? { is: "alone" } : { is: "waiting" },
  )
  // Until the host has spoken nobody knows its origin; what is said before then is for anybody's ears.
  let hostOrigin = "*"
  const tell: Frame["tell"] = (message) => host.postMessage(framed(message), hostOrigin)
  const problem = (code: "token" | "unreachable" | "accent", message: string) =>
    tell({ type: "problem", code, message })
  const tokens = createTokens(() => tell({ type: "token-expired" }))
  keepTokens(tokens)

  let newest = 0
  const tryToken = async (token: string) => {
    const own = ++newest
    const found = await checkToken(token)
    // The host has given another one meanwhile.
    if (own !== newest) return
    if ("account" in found) {
      // The page of another account goes first, with all that it waits for.
      tokens.take(token, () =>
        batch(() => {
          const now = state()
          if (now.is !== "open" || now.account !== found.account)
            setState({ is: "open", account: found.account })
          resumeSession()
        }),
      )
    } else if ("refused" in found) {
      problem("token", `token: ${found.refused}`)
      if (state().is !== "open") setState({ is: "refused" })
      tokens.giveUp()
    } else {
      problem("unreachable", found.unreachable)
      if (state().is !== "open") setState({ is: "unreachable" })
      setTimeout(() => own === newest && void tryToken(token), RETRY_MS)
    }
  }
  let wanted: Colour | undefined
  const set = ({ accent, locale, token, ...chosen }: Configuration) => {
    if (chosen.theme !== undefined) chooseTheme(chosen.theme)
    if (accent !== undefined) setAccent(accent)
    wanted = accent ?? wanted
    const isNew = chosen.theme !== undefined || accent !== undefined
    const moved = isNew && wanted !== undefined ? movedAccent(wanted) : []
    if (moved.length > 0)
      problem("accent", `accent: ${wanted} has less than 4.5:1, so it is ${moved.join(" and ")}`)
    if (locale !== undefined) void chooseLanguage(locale.split("-")[0] ?? "")
    if (token !== undefined) void tryToken(token)
  }
  const hear = (event: MessageEvent) => {
    if (event.source !== host || !origins.includes(event.origin)) return
    const message = readHostMessage(event.data)
    if (message === undefined) return
    hostOrigin = event.origin
    if ("set" in message) set(message.set)
    else tell({ type: "problem", ...message.refused })
  }
  if (state().is === "waiting") {
    addEventListener("message", hear)
    const call = () => tell({ type: "ready" })
    call()
    // A host may begin to listen later than this page begins to speak.
    const timer = setInterval(() => (newest > 0 ? clearInterval(timer) : call()), READY_MS)
  }
  return { state, tell }
}

/** Sets the colour in both themes. */
const setAccent = (wanted: Colour): void => {
  const [light, dark] = [accentFor(wanted, "light"), accentFor(wanted, "dark")]
  const { style, dataset } = document.documentElement
  for (const name of ["accent", "selected"] as const)
    style.setProperty(`--host-${name}`, `light-dark(${light[name]}, ${dark[name]})`)
  dataset.accent = "host"
}

/** What became of it in the themes that may be shown, where it was moved to be readable. */
const movedAccent = (wanted: Colour): ReadonlyArray<string> => {
  const chosen = theme()
  return (chosen === "system" ? (["light", "dark"] as const) : [chosen])
    .map((shown) => ({ shown, ...accentFor(wanted, shown) }))
    .filter(({ accent }) => accent !== wanted.toLowerCase())
    .map(({ shown, accent }) => `${accent} in the ${shown} theme`)
}
