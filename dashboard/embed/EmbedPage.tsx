/** `/embed/usage`: the Usage page in a frame of a host's page, and what stands there before it may show figures. */
import { createMemoryHistory, MemoryRouter, Route, type RouteSectionProps } from "@solidjs/router"
import { createSignal, Match, onCleanup, onMount, Show, Switch } from "solid-js"
import { Freshness } from "../components/Freshness.tsx"
import { createPulse } from "../create-pulse.ts"
import { fetchAsViewer } from "../credential.ts"
import { openLiveBy } from "../live-source.ts"
import { embedWords } from "../messages/embed.ts"
import { UsageScreen } from "../screens/UsageScreen.tsx"
import { signedIn } from "../session.ts"
import { createView, ViewProvider } from "../view.ts"
import { fetchEvents } from "./fetch-events.ts"
import { createFrame, type Frame } from "./frame.ts"
import { followVisiblePart } from "./visible-part.ts"
import "../styles/embed.css"

/** Call it once: gives the page, which may be made anew in another language. */
export const startEmbed = () => {
  const meta = document.querySelector<HTMLMetaElement>("meta[name=embed-origins]")
  const origins = meta?.content.split(" ").filter(Boolean) ?? []
  document.documentElement.dataset.embedded = ""
  openLiveBy((path) => fetchEvents(path, fetchAsViewer))
  const frame = createFrame(origins)
  followVisiblePart()
  return () => <EmbedPage frame={frame} />
}

function EmbedPage(props: { readonly frame: Frame }) {
  tellHeight(props.frame)
  const state = () => props.frame.state()
  const account = () => {
    const now = state()
    return now.is === "open" && signedIn() ? now.account : undefined
  }
  return (
    // The main part of the page is its host's.
    <div class="embedded">
      <Show when={account()} keyed fallback={<Instead is={state().is} />}>
        {(known) => <UsageOf account={known} />}
      </Show>
    </div>
  )
}

/** Nothing of it is in the address: the page around owns that, and its way back. */
function UsageOf(props: { readonly account: string }) {
  const history = createMemoryHistory()
  history.set({ value: `/usage?account=${encodeURIComponent(props.account)}` })
  return (
    <MemoryRouter history={history} root={Root}>
      <Route path="/usage" component={UsageScreen} />
    </MemoryRouter>
  )
}

function Root(props: RouteSectionProps) {
  const view = createView()
  createPulse(view)
  return (
    <ViewProvider value={view}>
      <div class="column embed-line">
        <Freshness />
      </div>
      {props.children}
    </ViewProvider>
  )
}

/** A host is quick or not there: only then somebody has to be told. */
const QUIET_MS = 2_500

function Instead(props: { readonly is: ReturnType<Frame["state"]>["is"] }) {
  const [late, setLate] = createSignal(false)
  const timer = setTimeout(() => setLate(true), QUIET_MS)
  onCleanup(() => clearTimeout(timer))
  return (
    <section class="column embed-instead">
      <Switch
        fallback={
          <p class="note" role="status">
            <Show when={late()}>{embedWords().waiting}</Show>
          </p>
        }
      >
        <Match when={props.is === "alone"}>
          <main>
            <h1>{embedWords().alone}</h1>
            <p>{embedWords().aloneText}</p>
          </main>
        </Match>
        <Match when={props.is === "unreachable"}>
          <p role="alert">{embedWords().unreachable}</p>
        </Match>
        {/* Open, but what it was opened with is over and there is nothing new. */}
        <Match when={props.is !== "waiting"}>
          <p role="alert">{embedWords().refused}</p>
        </Match>
      </Switch>
    </section>
  )
}

const tellHeight = (frame: Frame) =>
  onMount(() => {
    let told = 0
    const observer = new ResizeObserver(() => {
      const height = Math.ceil(document.documentElement.getBoundingClientRect().height)
      if (height === told || frame.state().is === "alone") return
      told = height
      frame.tell({ type: "height", height })
    })
    observer.observe(document.documentElement)
    onCleanup(() => observer.disconnect())
  })
